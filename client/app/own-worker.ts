/** As much of Trusted Types as is used here; TypeScript's own library does not know them yet. */
declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(address: string): string },
      ): { createScriptURL(address: string): string }
    }
  }
}

/** Named in the server's Content-Security-Policy, `trusted-types`. */
const POLICY_NAME = 'heshu-own-scripts'

/** The one door for addresses of scripts: nothing but this program's own files passes. */
const policy = window.trustedTypes?.createPolicy(POLICY_NAME, { createScriptURL: ownAddress })

function ownAddress(address: string): string {
  if (new URL(address, location.href).origin === location.origin) return address
  throw new TypeError(`not a script of this program: ${address}`)
}

/**
 * Starts a worker of this build.
 * @param address what `import address from './x-worker.ts?worker&url'` gives
 */
export function startWorker(address: string): Worker {
  return new Worker(policy?.createScriptURL(address) ?? ownAddress(address), { type: 'module' })
}
