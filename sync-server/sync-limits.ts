import {
  AWARENESS_BYTES_MAX,
  AWARENESS_CLIENTS_MAX,
  CHANNELS_MAX,
  FRAME_BYTES_MAX,
  NEW_ROOMS_PER_MINUTE,
  ROOM_BYTES_MAX,
  UPDATE_BYTES_PER_SECOND,
  UPDATES_PER_SECOND,
} from '../schemas/protocol/limits.ts'

/** The wire's limits as this server enforces them, and those that only the server knows. Configuration may raise them. */
export interface SyncLimits {
  readonly frameBytes: number
  readonly roomBytes: number
  readonly awarenessBytes: number
  readonly awarenessClients: number
  readonly channels: number
  readonly updatesPerSecond: number
  readonly updateBytesPerSecond: number
  readonly newRoomsPerMinute: number
  /**
   * Requests (openings, sync steps, queries) one connection may make per minute, all at once if it likes: a reconnection
   * opens some hundred rooms, a broken line does so repeatedly. A large room's sync step counts for many.
   */
  readonly requestsPerMinute: number
  /** Bytes written to a socket and not yet taken by the network before its reading stops and updates wait. */
  readonly congestedBytes: number
  /** Bytes of updates that may wait for one congested socket. Beyond it the reader is too slow and starts afresh. */
  readonly backlogBytes: number
  /** Bytes of frames kept for a room that is still being opened. */
  readonly waitingBytes: number
  /** Bytes of updates waiting for the disk, over all rooms. Beyond it writers are told to try again. */
  readonly queueBytes: number
  /** How often each socket is asked whether it is still there. A socket silent for two rounds is dropped. */
  readonly pingEveryMs: number
  /** A tail longer than this many updates is compacted while the room is open. */
  readonly tailUpdates: number
}

const MEBIBYTE = 1024 * 1024

export const SYNC_LIMITS: SyncLimits = {
  frameBytes: FRAME_BYTES_MAX,
  roomBytes: ROOM_BYTES_MAX,
  awarenessBytes: AWARENESS_BYTES_MAX,
  awarenessClients: AWARENESS_CLIENTS_MAX,
  channels: CHANNELS_MAX,
  updatesPerSecond: UPDATES_PER_SECOND,
  updateBytesPerSecond: UPDATE_BYTES_PER_SECOND,
  newRoomsPerMinute: NEW_ROOMS_PER_MINUTE,
  requestsPerMinute: 6_000,
  congestedBytes: MEBIBYTE,
  backlogBytes: 16 * MEBIBYTE,
  waitingBytes: 32 * MEBIBYTE,
  queueBytes: 64 * MEBIBYTE,
  pingEveryMs: 20_000,
  tailUpdates: 500,
}
