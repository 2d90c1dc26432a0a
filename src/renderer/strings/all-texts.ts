/** Imported for its effect: `text` knows all texts of the window from now on. */
import { en } from './en.ts'
import { addTexts } from './text.ts'

addTexts(en)
