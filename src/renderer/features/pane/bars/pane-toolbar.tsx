import { ArrowUp, ChevronLeft, ChevronRight, Upload } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { folderAbove } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { FilterBox } from './filter-box.tsx'
import { LocationInput, type LocationInputProps } from './location-input.tsx'
import { goBack, goForward, goUp, openFolder } from '../navigate.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'
import { PathBar, type PathBarProps } from './path-bar.tsx'

export interface PaneToolbarProps {
  readonly pane: Pane
  readonly tab: Tab
  readonly label: string
  readonly isEditingLocation: boolean
  readonly filter: RefObject<HTMLInputElement | null>
  readonly onGo: LocationInputProps['onGo']
  readonly onComplete: LocationInputProps['onComplete']
  readonly onFocusGrid: () => void
  readonly onMore: PathBarProps['onMore']
  /** Opens a file chooser for an upload; undefined if uploading is not possible. */
  readonly onUpload: (() => void) | undefined
}

export function PaneToolbar(props: PaneToolbarProps) {
  const { pane, tab, label, isEditingLocation, filter, onGo, onComplete, onFocusGrid, onMore, onUpload } = props
  function leaveLocation() {
    pane.state.setState({ isEditingLocation: false })
    onFocusGrid()
  }

  return (
    <div className="flex h-9 min-w-0 items-center gap-1 border-b border-line px-2.5">
      <ToolButton label={text('pane.back')} isDisabled={tab.back.length === 0} onClick={() => goBack(pane)}>
        <ChevronLeft aria-hidden className="rtl:-scale-x-100 size-4" />
      </ToolButton>
      {/* In a narrow pane, the path needs this space. */}
      <span className="contents @max-[20rem]/pane:hidden">
        <ToolButton label={text('pane.forward')} isDisabled={tab.forward.length === 0} onClick={() => goForward(pane)}>
          <ChevronRight aria-hidden className="rtl:-scale-x-100 size-4" />
        </ToolButton>
      </span>
      <ToolButton
        label={text('pane.up')}
        isDisabled={folderAbove(tab.location) === undefined}
        onClick={() => goUp(pane)}
      >
        <ArrowUp aria-hidden className="size-4" />
      </ToolButton>
      {isEditingLocation ? (
        <LocationInput location={tab.location} onGo={onGo} onComplete={onComplete} onLeave={leaveLocation} />
      ) : (
        <PathBar
          location={tab.location}
          side={pane.side}
          label={label}
          onMore={onMore}
          onOpen={(location, cursorName) => {
            openFolder(pane, location, cursorName === undefined ? {} : { cursorName })
            onFocusGrid()
          }}
        />
      )}
      {onUpload && (
        <span className="contents @max-[20rem]/pane:hidden">
          <ToolButton label={text('pane.upload')} isDisabled={false} onClick={onUpload}>
            <Upload aria-hidden className="size-3.5" />
          </ToolButton>
        </span>
      )}
      <FilterBox pane={pane} tab={tab} filter={filter} onFocusGrid={onFocusGrid} />
    </div>
  )
}

interface ToolButtonProps {
  readonly label: string
  readonly isDisabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function ToolButton({ label, isDisabled, onClick, children }: ToolButtonProps) {
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} disabled={isDisabled} onClick={onClick}>
      {children}
    </button>
  )
}
