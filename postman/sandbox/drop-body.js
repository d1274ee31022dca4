// @ts-nocheck
// Every later script would be handed these 64 kB again.
pm.variables.unset('body');
