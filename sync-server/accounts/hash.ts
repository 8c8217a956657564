import { createHash, randomBytes } from 'node:crypto'

/**
 * A fresh secret for a link or a token, in letters that survive any mail or chat program: 256 bits, base64url.
 * Only its hash is kept, so a stolen database opens nothing.
 */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: lower-case hex SHA-256. Fast on purpose; the secret has full entropy, unlike a password. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
