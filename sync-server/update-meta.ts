import { ByteReader, MalformedBytes } from './byte-reader.ts'

/** Clocks `from` (included) to `to` (excluded) of one Yjs client. */
export interface ClockRange {
  readonly client: number
  readonly from: number
  readonly to: number
}

/** What an update carries, without its content. */
export interface UpdateMeta {
  readonly written: readonly ClockRange[]
  readonly deleted: readonly ClockRange[]
}

const GC = 0
const SKIP = 10
/** Y.Array, Y.Map, Y.Text, Y.XmlElement, Y.XmlFragment, Y.XmlHook, Y.XmlText; elements and hooks carry a name. */
const TYPE_COUNT = 7
const NAMED_TYPES: ReadonlySet<number> = new Set([3, 5])
/** Deeper values overflow the stack of a reader before they mean anything to a person. */
const VALUE_DEPTH_MAX = 100

/**
 * Walks a Yjs v1 update from its first to its last byte, as Yjs would decode it, without building anything: so a claim
 * of a million structs in twenty bytes costs nothing, and what passes here will decode for every peer.
 * @returns null for anything that is not exactly one update
 * @see https://github.com/yjs/yjs/blob/v13.6.33/src/utils/updates.js
 */
export function readUpdateMeta(update: Uint8Array): UpdateMeta | null {
  try {
    const reader = new ByteReader(update)
    const meta = { written: readStructs(reader), deleted: readDeleteSet(reader) }
    return reader.remaining === 0 ? meta : null
  } catch {
    // Not an update: the caller refuses it as malformed.
    return null
  }
}

function readStructs(reader: ByteReader): ClockRange[] {
  const ranges: ClockRange[] = []
  const seen = new Set<number>()
  for (let clients = reader.count(); clients > 0; clients--) {
    const structs = reader.count()
    const client = reader.varUint()
    // Yjs would keep only the last block of a client; we would believe to hold them all.
    if (seen.has(client)) throw new MalformedBytes(`client ${client} twice`)
    seen.add(client)
    readClient(reader, client, structs, ranges)
  }
  return ranges
}

function readClient(reader: ByteReader, client: number, structs: number, ranges: ClockRange[]): void {
  let from = reader.varUint()
  let clock = from
  for (; structs > 0; structs--) {
    const info = reader.byte()
    const length = info === GC || info === SKIP ? reader.varUint() : readItem(reader, info, { client, clock })
    if (length === 0 || clock + length > Number.MAX_SAFE_INTEGER)
      throw new MalformedBytes('impossible length')
    if (info === SKIP) {
      if (clock > from) ranges.push({ client, from, to: clock })
      from = clock + length
    }
    clock += length
  }
  if (clock > from) ranges.push({ client, from, to: clock })
}

const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_PARENT_SUB = 0x20
const CONTENT = 0x1f

interface StructId {
  readonly client: number
  readonly clock: number
}

/** One item after its info byte. Returns how many clocks it covers. */
function readItem(reader: ByteReader, info: number, id: StructId): number {
  if ((info & HAS_ORIGIN) !== 0) readReference(reader, id)
  if ((info & HAS_RIGHT_ORIGIN) !== 0) readReference(reader, id)
  if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) {
    if (reader.varUint() === 1) reader.string()
    else readReference(reader, id)
    if ((info & HAS_PARENT_SUB) !== 0) reader.string()
  }
  return readContent(reader, info & CONTENT)
}

/** Yjs waits for what other clients have yet to send, but takes a client to have sent what it refers to itself. */
function readReference(reader: ByteReader, { client, clock }: StructId): void {
  const referred = reader.varUint()
  if (reader.varUint() >= clock && referred === client) throw new MalformedBytes('refers to what comes later')
}

function readContent(reader: ByteReader, content: number): number {
  switch (content) {
    case 1: // deleted
      return reader.varUint()
    case 2: // JSON
      return readEach(reader, () => {
        const json = reader.string()
        if (json !== 'undefined') JSON.parse(json)
      })
    case 3: // binary
      reader.sized()
      return 1
    case 4: // string
      return reader.string().length
    case 5: // embed
      JSON.parse(reader.string())
      return 1
    case 6: // format
      reader.string()
      JSON.parse(reader.string())
      return 1
    case 7: // type
      readType(reader)
      return 1
    case 8: // values
      return readEach(reader, () => readValue(reader, 0))
    case 9: // document
      reader.string()
      readValue(reader, 0)
      return 1
    default:
      throw new MalformedBytes(`content ${content}`)
  }
}

function readEach(reader: ByteReader, readOne: () => void): number {
  const count = reader.count()
  for (let index = 0; index < count; index++) readOne()
  return count
}

function readType(reader: ByteReader): void {
  const type = reader.varUint()
  if (type >= TYPE_COUNT) throw new MalformedBytes(`type ${type}`)
  if (NAMED_TYPES.has(type)) reader.string()
}

/** One value of lib0's `any` encoding. */
function readValue(reader: ByteReader, depth: number): void {
  if (depth > VALUE_DEPTH_MAX) throw new MalformedBytes(`values ${depth} deep`)
  switch (reader.byte()) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      reader.varInt()
      return
    case 124: // float32
      reader.skip(4)
      return
    case 123: // float64
    case 122: // bigint
      reader.skip(8)
      return
    case 119:
      reader.string()
      return
    case 118: // object
      readEach(reader, () => {
        reader.string()
        readValue(reader, depth + 1)
      })
      return
    case 117: // array
      readEach(reader, () => readValue(reader, depth + 1))
      return
    case 116: // bytes
      reader.sized()
      return
    default:
      throw new MalformedBytes('unknown value')
  }
}

function readDeleteSet(reader: ByteReader): ClockRange[] {
  const ranges: ClockRange[] = []
  for (let clients = reader.count(); clients > 0; clients--) {
    const client = reader.varUint()
    for (let count = reader.count(); count > 0; count--) {
      const from = reader.varUint()
      const to = from + reader.varUint()
      if (to === from || to > Number.MAX_SAFE_INTEGER) throw new MalformedBytes('impossible length')
      ranges.push({ client, from, to })
    }
  }
  return ranges
}
