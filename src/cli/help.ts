import { catalogue } from './catalogue.ts'
import type { Command, OptionTable } from './command.ts'
import { commonOptions } from './arguments/parse-arguments.ts'

/** What `portolan --help` prints. */
export function generalHelp(): string {
  const width = Math.max(...catalogue.map(({ name }) => name.length))
  return `Portolan: a file manager for all the places where your files are.

Usage: portolan COMMAND [OPTIONS]

${catalogue.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

A location is NAME:PATH, such as reports:2026/q3.pdf, where NAME is one of your mounts; or a path on this computer.

  portolan mounts                             list the mounts
  portolan ls reports:2026                    list a folder
  portolan cp ~/Photos reports:backup         copy a folder to another place
  portolan cat reports:notes.md | less        read a file
  portolan serve --open                       open Portolan in your browser

\`portolan help COMMAND\` explains one command with examples. --json prints one JSON object per line.
Exit codes: 0 all done, 1 some items failed, 2 wrong usage, 3 could not connect or sign in, 4 not found, 130 interrupted.
`
}

/** What `portolan help COMMAND` prints. */
export function commandHelp(command: Command): string {
  const lineWidth = Math.max(...command.examples.map(([line]) => line.length))
  return `Usage: portolan ${command.name} ${command.usage}

${command.about}

Examples:
${command.examples.map(([line, meaning]) => `  ${line.padEnd(lineWidth)}   ${meaning}`).join('\n')}

Options:
${optionLines({ ...command.options, json: commonOptions.json, help: commonOptions.help })}
`
}

function optionLines(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { short, value, help }]) => ({
    option: `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
    help,
  }))
  const width = Math.max(...rows.map(({ option }) => option.length))
  return rows.map(({ option, help }) => `  ${option.padEnd(width)}   ${help}`).join('\n')
}
