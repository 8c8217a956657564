import * as decoding from 'lib0/decoding'

/** Bytes from outside that are not what they claim to be. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes'
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads lib0's encoding out of bytes that may be hostile. lib0's own `readUint8Array` trusts a claimed length as far as
 * the buffer behind a view reaches (a frame is a view into a larger network read), and would hand out foreign memory.
 * Every method throws MalformedBytes, or an error of lib0 or the text decoder, at the first byte that does not fit.
 */
export class ByteReader {
  readonly #decoder: decoding.Decoder

  constructor(bytes: Uint8Array) {
    this.#decoder = decoding.createDecoder(bytes)
  }

  get remaining(): number {
    return this.#decoder.arr.length - this.#decoder.pos
  }

  byte(): number {
    const value = this.#decoder.arr[this.#decoder.pos++]
    if (value === undefined) throw new MalformedBytes('ends early')
    return value
  }

  varUint(): number {
    return decoding.readVarUint(this.#decoder)
  }

  varInt(): number {
    return decoding.readVarInt(this.#decoder)
  }

  /** A number of things to come, each of at least one byte. */
  count(): number {
    const count = this.varUint()
    if (count > this.remaining) throw new MalformedBytes(`claims ${count} in ${this.remaining} bytes`)
    return count
  }

  /** The next bytes, after their length; a view. */
  sized(): Uint8Array {
    const length = this.count()
    const start = this.#decoder.pos
    this.#decoder.pos += length
    return this.#decoder.arr.subarray(start, start + length)
  }

  skip(length: number): void {
    if (length > this.remaining) throw new MalformedBytes('ends early')
    this.#decoder.pos += length
  }

  string(): string {
    return utf8.decode(this.sized())
  }

  /** Everything left; a view. */
  rest(): Uint8Array {
    return this.#decoder.arr.subarray(this.#decoder.pos)
  }
}
