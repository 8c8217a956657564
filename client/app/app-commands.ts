import type { AppContext } from './context.ts'
import type { Command } from './commands.svelte.ts'
import { language } from './language/language.svelte.ts'
import { shellWords } from './language/shell.ts'

/** What can be done wherever a person is, whoever they are. */
export function appCommands({ navigation, theme }: AppContext): Command[] {
  return [
    {
      id: 'go.today',
      group: 'go',
      title: shellWords.today,
      run: () => navigation.go({ screen: 'today' }),
    },
    {
      id: 'go.settings',
      group: 'go',
      title: shellWords.settings,
      run: () => navigation.go({ screen: 'settings' }),
    },
    {
      id: 'app.light',
      group: 'app',
      title: shellWords.useLight,
      isPossible: () => theme.current !== 'light',
      run: () => theme.choose('light'),
    },
    {
      id: 'app.dark',
      group: 'app',
      title: shellWords.useDark,
      isPossible: () => theme.current !== 'dark',
      run: () => theme.choose('dark'),
    },
    {
      id: 'app.chinese',
      group: 'app',
      title: shellWords.useChinese,
      isPossible: () => language.current !== 'zh',
      run: () => language.choose('zh'),
    },
    {
      id: 'app.english',
      group: 'app',
      title: shellWords.useEnglish,
      isPossible: () => language.current !== 'en',
      run: () => language.choose('en'),
    },
  ]
}
