/** Every limit of the wire, with its unit and its reason. Enforced at the door; configuration may raise the server's. */

/** Largest single frame, in bytes. A 1,000,000-character plan encodes to some 3.4 MB; this leaves room for four. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024

/** Largest encoded state of one room, in bytes. Above it no phone opens the document in bearable time. */
export const ROOM_BYTES_MAX = 64 * 1024 * 1024

/** Largest awareness message, in bytes. A caret and a name need some 300. */
export const AWARENESS_BYTES_MAX = 8 * 1024

/** Awareness states one connection may announce in one room; a stock client has one, a relayed tab a few. */
export const AWARENESS_CLIENTS_MAX = 8

/** Rooms open at once on one connection: 168 report rooms and a workspace's open documents, with room to spare. */
export const CHANNELS_MAX = 512

/** Updates one connection may send per second, averaged over ten seconds. A fast typist makes 15. */
export const UPDATES_PER_SECOND = 200

/** Bytes of updates one connection may send per second, averaged over ten seconds. A day offline comes as one frame. */
export const UPDATE_BYTES_PER_SECOND = 4 * 1024 * 1024

/** New rooms one member may bring into being per minute. Making documents by hand stays far below. */
export const NEW_ROOMS_PER_MINUTE = 120

/** Longest room name in characters: three ids and two slashes, and the longest part prefix. */
export const ROOM_NAME_MAX = 64 * 3 + 2 + 'report-'.length

/** Longest display text of a refusal sent to a client, in characters. */
export const REASON_MAX = 200
