/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-words.h - the words of the command line, one file each: leat-NAME.c */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatExit:
 * @LEAT_EXIT_OK: it is so
 * @LEAT_EXIT_FAULTS: what was looked at has faults, or is not there
 * @LEAT_EXIT_USAGE: the command line is wrong
 */
typedef enum {
  LEAT_EXIT_OK     = 0,
  LEAT_EXIT_FAULTS = 1,
  LEAT_EXIT_USAGE  = 2,
} LeatExit;

/* argv[0] is the word itself; what is told goes to stdout, faults to stderr; gives a LeatExit */
int leat_word_backup   (int argc, char **argv);
int leat_word_check    (int argc, char **argv);
int leat_word_decode   (int argc, char **argv);
int leat_word_describe (int argc, char **argv);
int leat_word_ports    (int argc, char **argv);
int leat_word_rejects  (int argc, char **argv);
int leat_word_render   (int argc, char **argv);
int leat_word_restore  (int argc, char **argv);
int leat_word_store    (int argc, char **argv);
int leat_word_simulate (int argc, char **argv);
int leat_word_version  (int argc, char **argv);

G_END_DECLS
