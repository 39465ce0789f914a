/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-vectors.h - messages of a family as a table: bytes in, event out; commands, bytes out */
#pragma once
#include "vision-language.h"
#include <string.h>
G_BEGIN_DECLS

/* rows of the tables: VISION_HEARD ("/pv310/refused", VISION_ASKS (VISION_WORD, "%X"), "%U",
 * VISION_REFUSAL, "%X U"); what else is expected stands behind it by its name: .mode =
 * VISION_MODE_RUN */
#define VISION_ASKS(ACT, ARGUMENT) (1 + (int) (ACT)), ARGUMENT
#define VISION_UNASKED 0, NULL
#define VISION_HEARD(...) VISION_HEARD_ (__VA_ARGS__, .reserved = 0)
#define VISION_HEARD_(PATH, ASKED, ARGUMENT, FRAME, KIND, EXPECTED, ...) \
  { .path = PATH, .asked = ASKED, .argument = ARGUMENT, .frame = FRAME, .kind = KIND, \
    .expected = EXPECTED, __VA_ARGS__ }
#define VISION_SAID(...) VISION_SAID_ (__VA_ARGS__, .reserved = 0)
#define VISION_SAID_(PATH, ACT, ARGUMENT, BYTES, ...) \
  { .path = PATH, .act = ACT, .argument = ARGUMENT, .bytes = BYTES, __VA_ARGS__ }

/**
 * VisionHeard:
 * @path: "/pv310/accepted"
 * @asked: of VISION_ASKS(), or VISION_UNASKED
 * @argument: of it
 * @n_parts: that came before
 * @n_bytes: that are to come
 * @frame: what comes
 * @kind: what it is
 * @expected: (nullable): of a result the text for the schema, of an answer or a part its value, of
 *   a refusal or a stray "COMMAND CODE"
 * @mode: that it tells
 * @judgement: that it tells
 * @camera: (nullable): that it tells
 * @is_result: an answer that is one
 * @rest: of a part: bytes that are to come behind it
 * @reserved: ends the row
 */
typedef struct {
  const char *path;
  int asked;
  const char *argument;
  guint n_parts;
  guint n_bytes;
  const char *frame;
  VisionKind kind;
  const char *expected;
  VisionMode mode;
  VisionJudgement judgement;
  const char *camera;
  gboolean is_result;
  guint rest;
  int reserved;
} VisionHeard;

/**
 * VisionSaid:
 * @path: "/pv310/say/word"
 * @act: what is to be said
 * @argument: of it
 * @bytes: (nullable): what is sent; %NULL: it is refused
 * @is_silent: and not answered
 * @reserved: ends the row
 */
typedef struct {
  const char *path;
  VisionAct act;
  const char *argument;
  const char *bytes;
  gboolean is_silent;
  int reserved;
} VisionSaid;

static const VisionLanguage *vision_test_language;
static gconstpointer vision_test_grammar;

static inline void
vision_expect_text (VisionText text, const char *expected)
{
  if (expected == NULL)
    return;
  g_assert_nonnull (text.text);
  g_assert_cmpmem (text.text, (int) text.length, expected, (int) strlen (expected));
}

/* a copy of its own size: what is read behind it is seen by ASan */
static inline void
vision_hear (const VisionHeard *self)
{
  const gsize length = strlen (self->frame);
  g_autofree guint8 *frame = length > 0 ? g_memdup2 (self->frame, length) : NULL;
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (GString) both = g_string_new (NULL);
  const VisionQuestion question = { (VisionAct) (self->asked - 1), self->argument, self->n_parts,
                                    self->n_bytes };
  VisionEvent event = { .kind = VISION_BAD, .scratch = scratch };

  vision_test_language->understand (vision_test_grammar, self->asked != 0 ? &question : NULL, frame,
                                    length, &event);
  g_assert_cmpint (event.kind, ==, self->kind);
  g_assert_cmpint (event.mode, ==, self->mode);
  g_assert_cmpint (event.judgement, ==, self->judgement);
  g_assert_cmpint (event.is_result, ==, self->is_result);
  g_assert_cmpuint (event.n_bytes, ==, self->rest);
  vision_expect_text (event.camera, self->camera);
  if (event.kind == VISION_RESULT || event.is_result)
    vision_expect_text (event.result.text != NULL
                            ? event.result
                            : vision_text (self->frame, length),
                        self->expected);
  else if (event.kind == VISION_ANSWER || event.kind == VISION_PART)
    vision_expect_text (event.value, self->expected);
  else if (self->expected != NULL)
    {
      g_string_append_len (both, event.command.text, (gssize) event.command.length);
      g_string_append_c (both, ' ');
      g_string_append_len (both, event.code.text, (gssize) event.code.length);
      g_assert_cmpstr (both->str, ==, self->expected);
    }
}

static inline void
vision_say (const VisionSaid *self)
{
  VisionMessage message = { .bytes = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;
  const gboolean said = vision_test_language->say (vision_test_grammar, self->act, self->argument,
                                                   &message, &error);

  if (self->bytes == NULL)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (message.bytes->str, ==, self->bytes);
      g_assert_cmpint (message.is_silent, ==, self->is_silent);
    }
  g_assert_cmpint (said, ==, self->bytes != NULL);
  g_string_free (message.bytes, TRUE);
}

/* what refusals are called: "02", "command-error", …, NULL */
static inline void
vision_expect_names (const VisionLanguage *language, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i += 2)
    {
      const VisionEvent event = { .command = vision_text ("TA", 2),
                                  .code = vision_text (names[i], strlen (names[i])) };
      g_autofree char *told = vision_language_tell_fault (language, &event);
      g_autofree char *expected = g_strdup_printf ("refused TA: %s %s: ", names[i + 1], names[i]);

      g_test_message ("%s", told);
      g_assert_true (g_str_has_prefix (told, expected));
    }
}

static inline void
vision_hear_data (gconstpointer data)
{
  vision_hear (data);
}

static inline void
vision_say_data (gconstpointer data)
{
  vision_say (data);
}

/* each row a test of its own */
static inline void
vision_add_vectors (const VisionLanguage *language, gconstpointer grammar,
                    const VisionHeard *heard, guint n_heard, const VisionSaid *said, guint n_said)
{
  vision_test_language = language;
  vision_test_grammar = grammar;
  for (guint i = 0; i < n_heard; i++)
    g_test_add_data_func (heard[i].path, &heard[i], vision_hear_data);
  for (guint i = 0; i < n_said; i++)
    g_test_add_data_func (said[i].path, &said[i], vision_say_data);
}

G_END_DECLS
