type Answers = ReadonlyArray<readonly [header: string | string[], status: number]>;

/** How DELETE answers these values of If-Match on version 1; it compares strongly (RFC 9110, 13.1.1). */
export const ifMatchOnVersionOne: Answers = [
  ['"1"', 204],
  ['"0", "1"', 204],
  ['"x,y" ,"1"', 204],
  ['*', 204],
  [['"0"', '"1"'], 204],
  ['W/"1"', 412],
  ['1', 412],
  ['"1', 412],
  ['"01"', 412],
  ['"2"', 412],
  ['"x,*,y"', 412],
  ['"x,"1",y"', 412],
  ['"x, *', 412],
  ['"9007199254740993"', 412],
  ['\u00e9', 412],
];

/** How GET answers these values of If-None-Match on version 1; it compares weakly (RFC 9110, 13.1.2). */
export const ifNoneMatchOnVersionOne: Answers = [
  ['"1"', 304],
  ['W/"1"', 304],
  ['"0", W/"1"', 304],
  ['*', 304],
  ['"x,*,y"', 200],
  ['"2"', 200],
  ['1', 200],
];
