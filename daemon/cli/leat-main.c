/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-main.c - leat, the command line: finds the file of a word */
#include <gio/gio.h>

int
main (int argc, char **argv)
{
  return 2;
}
