import { expect, test } from 'vitest'
import { standardSettings } from '../../../../contract/settings/settings.ts'
import { rankItems } from '../../../features/palette/rank.ts'
import { settingItems } from './setting-items.ts'

test('finds a setting by name, shows its value, and opens or toggles it', () => {
  const done: unknown[] = []
  const items = settingItems(
    { ...standardSettings, textSize: 150 },
    { show: (key) => done.push(key), change: (changes) => done.push(changes) },
  )
  const [size] = rankItems(items, 'text size')
  expect([size?.title, size?.note, size?.runOtherwise]).toEqual(['Text size', 'setting · 150 %', undefined])
  const [hidden] = rankItems(items, 'hidden')
  expect([hidden?.title, hidden?.note]).toEqual(['Show hidden files', 'setting · off'])
  size?.run()
  hidden?.runOtherwise?.()
  expect(done).toEqual(['textSize', { showHidden: true }])
  expect(items.some(({ id }) => id === 'setting keys')).toBe(false)
})
