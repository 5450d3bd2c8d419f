# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

# palcoctl knows its own commands and options; this only passes words to and fro.
function __palcoctl_complete
    set -l words (commandline -opc)
    palcoctl __complete $words[2..-1] (commandline -ct) 2>/dev/null
end

complete -c palcoctl -f -a '(__palcoctl_complete)'
complete -c palcoctl -n '__fish_seen_subcommand_from import' -F
