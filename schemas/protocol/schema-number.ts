/**
 * The newest schema this program reads and writes, told to the server with every room (design.md §4, schema evolution).
 * Raised with the first shape an older program would not understand.
 */
export const READS_SCHEMA = 1
