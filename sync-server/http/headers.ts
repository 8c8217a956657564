/**
 * Where script may come from, and what a page may do (design.md §11). No inline script; WebAssembly for the typesetter;
 * inline style only, which Svelte's and ProseMirror's templates need. `connect-src` is kept to this host: nothing that
 * finds its way into a shared document can send it elsewhere.
 */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'frame-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
}

/**
 * Trusted Types, once every place of the client that writes markup has a named policy: then
 * `require-trusted-types-for 'script'` and `trusted-types` with the names. Null: not demanded.
 */
const TRUSTED_TYPES: string | null = null

const CONTENT_SECURITY_POLICY = [
  ...Object.entries(POLICY).map(([directive, sources]) => `${directive} ${sources}`),
  ...(TRUSTED_TYPES === null ? [] : [TRUSTED_TYPES]),
].join('; ')

/**
 * Sent with every answer. No Strict-Transport-Security: an office that replaces its own certificate wrongly would lock
 * everybody out for its length, with no way to click on.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Set-up and invitation links carry a secret in their path; it must not travel on. (`no-referrer` would also turn the
  // Origin of our own forms into `null`.)
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}
