import * as v from 'valibot'
import type { Awareness } from 'y-protocols/awareness'
import { MemberId } from '../../schemas/ids.ts'
import type { Person } from '../app/shell/person.ts'

/** What an awareness state must say to count as somebody being here. Any client may have written it. */
const Present = v.object({ user: v.object({ id: MemberId, name: v.string() }) })

/** Most people listed; the rest is a number nobody counts. */
const PEOPLE_MAX = 200

/** Who is in a room now, each once whatever the number of their tabs, oneself first. */
export class LivePeople {
  #people: readonly Person[] = $state.raw([])

  get current(): readonly Person[] {
    return this.#people
  }

  /**
   * Follows the awareness of a room.
   * @param nameOf the name the directory has for a member; a client's word about itself is used only without one
   * @returns how to stop
   */
  follow(awareness: Awareness, me: MemberId, nameOf: (id: MemberId) => string): () => void {
    const read = (): void => {
      // One's own state carries no name: the server writes names into what it passes on.
      const people = new Map<MemberId, Person>([[me, { id: me, name: nameOf(me), isMe: true }]])
      for (const state of awareness.getStates().values()) {
        const present = v.safeParse(Present, state)
        if (!present.success || people.size >= PEOPLE_MAX) continue
        const { id, name } = present.output.user
        people.set(id, { id, name: nameOf(id) || name, isMe: id === me })
      }
      this.#people = [...people.values()].sort((a, b) => Number(b.isMe) - Number(a.isMe))
    }
    awareness.on('change', read)
    read()
    return () => awareness.off('change', read)
  }
}
