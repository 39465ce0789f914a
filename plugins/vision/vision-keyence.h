/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence.h - lines of words and commas: what the families of Keyence have in common
 *
 * A command is a word, its arguments behind commas, and CR. Its answer begins with the same word,
 * ER,word,code refuses it. What a family's results look like is a setting of the machine. */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

/**
 * VisionKeyenceSpoken:
 * @word: that says it; %NULL: the family has no such command
 * @has_value: whether its answer is the word and a value; else the word alone
 *
 * How an act is said, by its index.
 */
typedef struct {
  const char *word;
  gboolean    has_value;
} VisionKeyenceSpoken;

/* the word of a question: up to its first comma */
VisionText vision_keyence_get_word (const VisionKeyenceSpoken *spoken,
                                    const VisionQuestion *question);
/* @argument, a whole command of the user's, or the word of @act if that is empty; then CR */
gboolean   vision_keyence_say      (const VisionLanguage *language,
                                    const VisionKeyenceSpoken *spoken, VisionAct act,
                                    const char *argument, VisionMessage *message,
                                    GError **error);
/* ER,word,code: TRUE: @event is filled in, a REFUSAL of the question or a STRAY */
gboolean   vision_keyence_refuses  (const VisionKeyenceSpoken *spoken,
                                    const VisionQuestion *question, VisionText line,
                                    VisionEvent *event);
/* TRUE: @line answers @question; the value of @event is what stands behind the word */
gboolean   vision_keyence_answers  (const VisionKeyenceSpoken *spoken,
                                    const VisionQuestion *question, VisionText line,
                                    VisionEvent *event);
/* does @line begin with one of @words, which ends with NULL? The answer to a command, then */
gboolean   vision_keyence_is_word  (const char *const *words, VisionText line);

G_END_DECLS
