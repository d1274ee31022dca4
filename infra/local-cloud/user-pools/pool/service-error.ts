/** An error that Cognito answers with: its type, and words for the caller. */
export class ServiceError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
  }
}

export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message);
export const resourceNotFound = (message: string) => new ServiceError('ResourceNotFoundException', message);
export const userNotFound = () => new ServiceError('UserNotFoundException', 'User does not exist.');
/** The same words for a user who is not there, so that nobody learns who is. */
export const wrongPassword = () => notAuthorized('Incorrect username or password.');
export const codeMismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const codeExpired = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
