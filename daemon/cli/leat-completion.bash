# SPDX-License-Identifier: LGPL-2.1-or-later
# leat-completion.bash - what bash offers behind "leat": leat itself knows

_leat ()
{
  local IFS=$'\n'

  COMPREPLY=($(leat complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
# where leat offers nothing, names of files are
complete -o default -F _leat leat
