import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/** Lower-case hex SHA-256 of `bytes`. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

/** Lower-case hex of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes)
}

/** Bytes of lower-case hex; null for anything else. */
export function fromHex(text: string): Uint8Array | null {
  return /^(?:[0-9a-f]{2})*$/.test(text) ? hexToBytes(text) : null
}

const BASE64_CHUNK = 0x8000

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += BASE64_CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + BASE64_CHUNK))
  }
  return btoa(binary)
}

/** Bytes of standard base64; null unless it is exactly what {@link toBase64} writes for them. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : null
}

/** A signing key. `seed` is the 32 secret bytes; it stays where versions are taken. */
export interface SigningKey {
  readonly seed: Uint8Array
  readonly publicKey: Uint8Array
  readonly keyId: string
}

/** The key that grows from 32 random bytes, which the rim draws and keeps (0600 in DATA_DIR). */
export function signingKey(seed: Uint8Array): SigningKey {
  const publicKey = ed25519.getPublicKey(seed)
  return { seed, publicKey, keyId: keyIdOf(publicKey) }
}

/** Name of a public key: the first 16 hex digits of its SHA-256. Short enough to print and to read out. */
export function keyIdOf(publicKey: Uint8Array): string {
  return sha256Hex(publicKey).slice(0, 16)
}

/** Ed25519 signature, 64 bytes. @see RFC 8032 */
export function sign(bytes: Uint8Array, key: SigningKey): Uint8Array {
  return ed25519.sign(bytes, key.seed)
}

/** Whether `signature` is the key's over exactly these bytes. Strict RFC 8032 reading; false for malformed input. */
export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  try {
    return ed25519.verify(signature, bytes, publicKey, { zip215: false })
  } catch {
    return false
  }
}
