/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-main.h - the words of the command line, one file each: leat-NAME.c */
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

/* what may stand behind a word, for a shell that completes it; options are asked from its help */
typedef enum {
  LEAT_WORD_TAKES_FILES   = 0,
  LEAT_WORD_TAKES_SOURCES = 1 << 0,
  LEAT_WORD_TAKES_SINKS   = 1 << 1,
  LEAT_WORD_TAKES_LEVEL   = 1 << 2,
} LeatWordTakes;

typedef struct {
  const char     *name;
  const char     *summary;
  int           (*run) (int argc, char **argv);
  LeatWordTakes   takes;
} LeatWord;

/* in the order of the help; ends with one without a name */
extern const LeatWord leat_words[];

/* argv[0] is the word itself; what is told goes to stdout, faults to stderr; gives a LeatExit */
int leat_word_backup    (int argc, char **argv);
int leat_word_check     (int argc, char **argv);
int leat_word_complete  (int argc, char **argv);
int leat_word_decode    (int argc, char **argv);
int leat_word_describe  (int argc, char **argv);
int leat_word_events    (int argc, char **argv);
int leat_word_lines     (int argc, char **argv);
int leat_word_log_level (int argc, char **argv);
int leat_word_new_plugin (int argc, char **argv);
int leat_word_new_schema (int argc, char **argv);
int leat_word_pause     (int argc, char **argv);
int leat_word_plugins   (int argc, char **argv);
int leat_word_ports     (int argc, char **argv);
int leat_word_probe     (int argc, char **argv);
int leat_word_raw       (int argc, char **argv);
int leat_word_rejects   (int argc, char **argv);
int leat_word_reload    (int argc, char **argv);
int leat_word_render    (int argc, char **argv);
int leat_word_replay    (int argc, char **argv);
int leat_word_restart   (int argc, char **argv);
int leat_word_restore   (int argc, char **argv);
int leat_word_resume    (int argc, char **argv);
int leat_word_send      (int argc, char **argv);
int leat_word_simulate  (int argc, char **argv);
int leat_word_status    (int argc, char **argv);
int leat_word_stop      (int argc, char **argv);
int leat_word_store     (int argc, char **argv);
int leat_word_tap       (int argc, char **argv);
int leat_word_trigger   (int argc, char **argv);
int leat_word_version   (int argc, char **argv);

G_END_DECLS
