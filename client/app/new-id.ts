import { customAlphabet } from 'nanoid'
import type { NewId } from '../../schemas/ids.ts'

/** Letters and digits only: an id is also an argument of a command line, where a leading dash means something else. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Length that makes two equal ids as unlikely as two equal UUIDs: 62^22 is above 2^130. */
const LENGTH = 22

/** A fresh id for anything of a document: random, never reused. */
export const newId: NewId = customAlphabet(ALPHABET, LENGTH)
