/** The languages of the interface; Chinese is the first. */
export type Language = 'zh' | 'en'

/** One thing said in both languages. */
export interface Word {
  readonly zh: string
  readonly en: string
}

/** One thing with parts filled in, said in both languages. */
export interface Phrase<Parts extends readonly unknown[]> {
  readonly zh: (...parts: Parts) => string
  readonly en: (...parts: Parts) => string
}

const STORAGE_KEY = 'heshu-language'

class LanguageChoice {
  #current: Language = $state(storedLanguage())

  get current(): Language {
    return this.#current
  }

  /** Changes the language of the whole interface at once and remembers it on this device. */
  choose(language: Language): void {
    this.#current = language
    localStorage.setItem(STORAGE_KEY, language)
    document.documentElement.lang = languageTag(language)
  }
}

function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh'
}

/** The BCP 47 tag for `lang` attributes and Intl. */
export function languageTag(language: Language): 'zh-CN' | 'en' {
  return language === 'zh' ? 'zh-CN' : 'en'
}

/** The one language choice of this tab; every screen reads it through {@link say}. */
export const language = new LanguageChoice()

/** Says a word, or a phrase with its parts, in the current language. Reactive inside components. */
export function say(word: Word): string
export function say<Parts extends readonly unknown[]>(phrase: Phrase<Parts>, ...parts: Parts): string
export function say<Parts extends readonly unknown[]>(what: Word | Phrase<Parts>, ...parts: Parts): string {
  const said = what[language.current]
  return typeof said === 'string' ? said : said(...parts)
}
