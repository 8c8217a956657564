/** Ends a `switch` over a union: the checker refuses a case left out, and a value from elsewhere is named. */
export function assertNever(value: never): never {
  throw new RangeError(`no case for ${JSON.stringify(value)}`)
}
