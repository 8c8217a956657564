import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Config } from './config.ts'
import { lineOf, StartFailure } from './start-failure.ts'

/** What the server speaks TLS with. */
export interface TlsMaterial {
  readonly cert: Buffer
  readonly key: Buffer
  /** Names and addresses the certificate is for. */
  readonly names: readonly string[]
  readonly validTo: Date
}

/** Where `heshu tls` puts what it makes, and where the server looks by itself. */
export function tlsFolder(dataDir: string): { folder: string; cert: string; key: string } {
  const folder = join(dataDir, 'tls')
  return { folder, cert: join(folder, 'server.crt'), key: join(folder, 'server.key') }
}

/**
 * Reads the certificate the operator named, or else the one `heshu tls` made. Null: none, the server speaks plain HTTP.
 * @throws StartFailure when a file is missing, is no certificate or key, or the two do not belong together
 */
export function loadTls({ tlsFiles, dataDir }: Pick<Config, 'tlsFiles' | 'dataDir'>): TlsMaterial | null {
  const own = tlsFolder(dataDir)
  const files = tlsFiles ?? (existsSync(own.cert) ? own : null)
  if (files === null) return null
  const cert = readPart(files.cert, 'TLS_CERT')
  const key = readPart(files.key, 'TLS_KEY')
  try {
    createSecureContext({ cert, key })
    const certificate = new X509Certificate(cert)
    return { cert, key, names: namesOf(certificate), validTo: certificate.validToDate }
  } catch (error) {
    throw new StartFailure(
      `TLS 证书或私钥无法使用 certificate ${files.cert} and key ${files.key} cannot be used: ${lineOf(error)}`,
      { cause: error },
    )
  }
}

function readPart(path: string, variable: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new StartFailure(`TLS 文件无法读取 ${variable} ${path}: ${lineOf(error)}`, { cause: error })
  }
}

/** The names in a certificate's `DNS:heshu.lan, IP Address:10.1.2.3`. */
function namesOf(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
}
