import { mount } from 'svelte'
import '../../../client/ui/tokens.css'
import '../../../client/ui/base.css'
import { language } from '../../../client/app/language/language.svelte.ts'
import HarnessScreen from './HarnessScreen.svelte'

/** The screens of this folder alone on a page: `?show=import&theme=dark&language=en`. */
const address = new URLSearchParams(location.search)
document.documentElement.dataset.theme = address.get('theme') ?? 'light'
language.choose(address.get('language') === 'en' ? 'en' : 'zh')
const target = document.getElementById('app')
if (target === null) throw new Error('the harness page has no #app')
mount(HarnessScreen, { target, props: { show: address.get('show') ?? 'import' } })
