/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bus-word.h - what the words that ask a leatd have in common: a command line, a bus, faults */
#pragma once
#include "bus-client.h"
#include "status/status-model.h"
G_BEGIN_DECLS

/* for the descriptions of words, at their end */
#define LEAT_BUS_WORD_CODES                                                                  \
  "Exit code: 0: it is done; 1: it could not be: no bus, no leatd on it, no such name, not\n" \
  "allowed, or leatd's own reason; 2: the command line is wrong."

/**
 * LeatBusWord:
 * @parameters: as --help has them: "NAME… - let go of devices"
 * @description: below the options in --help
 * @entries: (nullable): its own; --bus is there already
 * @at_least: words it needs
 * @at_most: words it takes
 * @right: what is told if there are fewer or more: "a SOURCE is right"
 */
typedef struct {
  const char         *parameters;
  const char         *description;
  const GOptionEntry *entries;
  guint               at_least;
  guint               at_most;
  const char         *right;
} LeatBusWord;

/* @words: (out) (transfer full): the word, and those behind it; @client: (out): not open yet.
 * FALSE: the command line is wrong; it was told */
gboolean leat_bus_word_parse (const LeatBusWord *self, char **argv, LeatBusClient *client,
                              char ***words);
/* likewise, and @client is open. FALSE: it is over, with @code; it was told */
gboolean leat_bus_word_begin (const LeatBusWord *self, char **argv, LeatBusClient *client,
                              char ***words, int *code);
/* asks one source or sink, whose path @call has not; NULL: it failed. @answer: (transfer full) */
gboolean leat_bus_word_ask   (LeatBusClient *client, const char *name, const char *kind,
                              LeatBusCall *call, GVariant **answer, GError **error);
/* tells it on stderr, behind the word; the exit code that it asks for */
int      leat_bus_word_fail  (const GError *error);

G_END_DECLS
