import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

const WEIGHTS = [400, 700] as const

/**
 * Gives the test browser a Chinese face on machines that have none, so that screenshots never show empty boxes: the
 * font from npm, named by a fontconfig file of our own that also includes the machine's.
 * @param folder where unpacked test tools live
 * @returns the environment the browser is started with
 */
export function chineseFontEnv(folder: string): Record<string, string> {
  const fonts = join(folder, 'fonts')
  const config = join(fonts, 'fonts.conf')
  if (!existsSync(config)) {
    mkdirSync(fonts, { recursive: true })
    for (const weight of WEIGHTS) writeWhole(join(fonts, `noto-sans-sc-${weight}.ttf`), fontFile(weight))
    writeWhole(config, configuration(fonts))
  }
  return { FONTCONFIG_FILE: config }
}

function configuration(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${join(fonts, 'cache')}</cachedir>
</fontconfig>
`
}

/** Written aside and renamed, since several test workers may do this at once. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}`
  writeFileSync(aside, content)
  renameSync(aside, path)
}

function fontFile(weight: (typeof WEIGHTS)[number]): Uint8Array {
  const path = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`
  return woffToSfnt(readFileSync(createRequire(import.meta.url).resolve(path)))
}

/**
 * Unwraps a WOFF 1.0 file into the TrueType or OpenType file inside: fontconfig reads only that.
 * @see https://www.w3.org/TR/WOFF/
 */
export function woffToSfnt(woff: Buffer): Uint8Array {
  const tableCount = woff.readUInt16BE(12)
  const tables = Array.from({ length: tableCount }, (_, index) => {
    const at = 44 + index * 20
    const offset = woff.readUInt32BE(at + 4)
    const packed = woff.readUInt32BE(at + 8)
    const size = woff.readUInt32BE(at + 12)
    const bytes = woff.subarray(offset, offset + packed)
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.subarray(at + 16, at + 20),
      data: packed < size ? inflateSync(bytes) : bytes,
    }
  })
  const header = Buffer.alloc(12 + tableCount * 16)
  woff.copy(header, 0, 4, 8)
  const power = 2 ** Math.floor(Math.log2(tableCount))
  header.writeUInt16BE(tableCount, 4)
  header.writeUInt16BE(power * 16, 6)
  header.writeUInt16BE(Math.log2(power), 8)
  header.writeUInt16BE((tableCount - power) * 16, 10)
  let end = header.length
  const parts: Buffer[] = [header]
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + index * 16
    tag.copy(header, at)
    checksum.copy(header, at + 4)
    header.writeUInt32BE(end, at + 8)
    header.writeUInt32BE(data.length, at + 12)
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4)
    parts.push(data, padding)
    end += data.length + padding.length
  }
  return Buffer.concat(parts)
}
