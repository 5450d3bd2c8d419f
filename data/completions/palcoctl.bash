# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

# palcoctl knows its own commands and options; this only passes words to and fro.
_palcoctl () {
  local IFS=$'\n'
  local word=${COMP_WORDS[COMP_CWORD]}
  local words=("${COMP_WORDS[@]:1:COMP_CWORD-1}")

  # “=” is a word of its own here, and part of none there.
  [ "$word" = '=' ] && word=
  local i kept=()
  for i in "${words[@]}"; do [ "$i" = '=' ] || kept+=("$i"); done

  COMPREPLY=($(palcoctl __complete "${kept[@]}" "$word" 2>/dev/null | cut -f 1))
  for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]=$(printf '%q' "${COMPREPLY[i]}"); done
}

complete -o default -F _palcoctl palcoctl
