import 'reflect-metadata'
import { createPrivateKey, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  AuthorityKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Millis } from '../../schemas/ids.ts'
import { lineOf, StartFailure } from '../start-failure.ts'
import { tlsFolder } from '../tls.ts'
import { trustAdvice } from './advice.ts'

const DAY_MS = 24 * 3_600_000

/** The office's own authority outlives the machines it is trusted on. */
const CA_DAYS = 15 * 365

/** Phones refuse server certificates of private authorities that last longer than 825 days. */
const LEAF_DAYS = 820

/** Clocks in offices are wrong by hours; a certificate starts a day before it is made. */
const BACKDATE_MS = DAY_MS

const ALGORITHM: EcKeyGenParams & EcKeyImportParams & EcdsaParams = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
}

interface Authority {
  readonly certificate: X509Certificate
  readonly privateKey: CryptoKey
}

/**
 * Makes the certificate this server speaks TLS with, signed by an office authority of its own, which is made the first
 * time and used again from then on: what was once trusted on a hundred machines stays trusted.
 * @param hosts names and addresses people will use
 * @returns how to have it trusted, for the operator
 * @throws StartFailure when a host is none, or the folder cannot be written
 */
export async function makeTls(dataDir: string, hosts: readonly string[], now: Millis): Promise<string> {
  for (const host of hosts) checkHost(host)
  const { folder, cert, key } = tlsFolder(dataDir)
  const caFile = join(folder, 'office-ca.crt')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const authority = await officeAuthority(caFile, join(folder, 'office-ca.key'), now)
    const leaf = await makeLeaf(authority, hosts, now)
    // The key first: a certificate without its key is noticed, a key without its certificate is not used.
    writeWhole(key, leaf.privateKey, 0o600)
    writeWhole(cert, `${leaf.certificate}\n${authority.certificate.toString('pem')}\n`, 0o644)
  } catch (error) {
    throw new StartFailure(`未生成证书 no certificate was made in ${folder}: ${lineOf(error)}`, {
      cause: error,
    })
  }
  return trustAdvice(caFile, hosts)
}

function checkHost(host: string): void {
  const isName =
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(
      host,
    )
  if (isIP(host) === 0 && (!isName || host.length > 253)) {
    throw new StartFailure(`--host ${host}: 不是主机名或 IP 地址 neither a host name nor an IP address`)
  }
}

async function officeAuthority(certFile: string, keyFile: string, now: Millis): Promise<Authority> {
  if (existsSync(certFile) && existsSync(keyFile)) {
    return {
      certificate: new X509Certificate(readFileSync(certFile, 'utf8')),
      privateKey: await importKey(readFileSync(keyFile, 'utf8')),
    }
  }
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=Heshu Office CA ${new Date(now).toISOString().slice(0, 10)}, O=Heshu`,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + CA_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  writeWhole(keyFile, await exportKey(keys.privateKey), 0o600)
  writeWhole(certFile, `${certificate.toString('pem')}\n`, 0o644)
  return { certificate, privateKey: keys.privateKey }
}

async function makeLeaf(
  authority: Authority,
  hosts: readonly string[],
  now: Millis,
): Promise<{ certificate: string; privateKey: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const names = hosts.map((host) => ({
    type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const),
    value: host,
  }))
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${hosts[0] ?? 'heshu'}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + LEAF_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    signingKey: authority.privateKey,
    publicKey: keys.publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), privateKey: await exportKey(keys.privateKey) }
}

/** 126 random bits with the first byte between 0x40 and 0x7f: positive, and never shortened in DER. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f)
  return bytes.toString('hex')
}

async function exportKey(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  const pem = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  })
  return String(pem)
}

async function importKey(pem: string): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return crypto.subtle.importKey('pkcs8', new Uint8Array(der), ALGORITHM, true, ['sign'])
}

/** Written beside and moved into place: a server that starts meanwhile reads the old or the new one whole. */
function writeWhole(path: string, text: string, mode: number): void {
  writeFileSync(`${path}.half`, text, { mode, flush: true })
  renameSync(`${path}.half`, path)
}
