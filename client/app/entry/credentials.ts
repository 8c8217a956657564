import * as v from 'valibot'
import { DisplayName, Login, Password } from '../../../schemas/protocol/api.ts'
import { entryWords } from '../language/entry.ts'
import type { Word } from '../language/language.svelte.ts'

/** What a person fills in to have an account. */
export interface Credentials {
  readonly login: string
  readonly name: string
  readonly password: string
}

export type CredentialProblems = Readonly<Record<keyof Credentials, Word | null>>

/** What is wrong with what was filled in, by the same parsers the server uses; null where nothing is. */
export function credentialProblems({ login, name, password }: Credentials): CredentialProblems {
  return {
    login: v.is(Login, login) ? null : entryWords.loginProblem,
    name: v.is(DisplayName, name) ? null : entryWords.nameProblem,
    password: v.is(Password, password) ? null : entryWords.passwordProblem,
  }
}

/** Whether nothing is wrong. */
export function isComplete(problems: CredentialProblems): boolean {
  return Object.values(problems).every((problem) => problem === null)
}
