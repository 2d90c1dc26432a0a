import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createParts } from './app/start/parts.ts'
import { startWindow } from './app/start/start-window.ts'
import { direction } from './strings/locale.ts'
import './styles/app.css'

const root = document.querySelector('#root')
if (!root) throw new Error('the page has no root')
document.documentElement.dir = direction
const parts = createParts()
createRoot(root).render(<App parts={parts} start={startWindow(parts)} />)
