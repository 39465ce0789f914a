/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-shape.c - tests where a sync is found, and what of a whole frame is payload */
#include "frame-shape.h"
#include "leat-option-host.h"
#include <string.h>

typedef struct {
  FrameShape shape;
} Holder;

static const LeatOption options[] = { FRAME_SHAPE_OPTIONS (Holder, shape), LEAT_OPTION_END };

static void
holder_fill (Holder *self, const char *const *words)
{
  g_autoptr (GError) error = NULL;

  leat_options_preset (options, self);
  for (guint i = 0; words[i] != NULL; i += 2)
    {
      leat_option_set (leat_options_find (options, words[i]), self, words[i + 1], &error);
      g_assert_no_error (error);
    }
  frame_shape_init (&self->shape, &error);
  g_assert_no_error (error);
}

static void
holder_clear (Holder *self)
{
  frame_shape_clear (&self->shape);
  leat_options_clear (options, self);
}

typedef struct {
  const char *path;
  const char *options[5];
  const char *bytes;
  gsize found;
} FindCase;

static const FindCase find_cases[] = {
  { "/shape/find/no-sync", { NULL }, "abc", 0 },
  { "/shape/find/first", { "sync", "SY" }, "SYab", 0 },
  { "/shape/find/behind-halves", { "sync", "SY" }, "aSSbSYab", 4 },
  { "/shape/find/half-at-the-end", { "sync", "SYN" }, "aSYbSY", 4 },
  { "/shape/find/none", { "sync", "SY" }, "aYbSc", 5 },
  { "/shape/find/inside", { "sync", "SY", "sync-at", "2" }, "abcdSYe", 2 },
  { "/shape/find/inside-not-there-yet", { "sync", "SY", "sync-at", "2" }, "abcd", 2 },
  { "/shape/find/inside-less-than-its-place", { "sync", "SY", "sync-at", "4" }, "SYS", 0 },
  { "/shape/find/inside-half", { "sync", "SY", "sync-at", "1" }, "aSbcS", 3 },
};

static void
test_find (gconstpointer data)
{
  const FindCase *this = data;
  const gsize length = strlen (this->bytes);
  /* no byte behind it may be looked at */
  g_autofree guint8 *bytes = g_memdup2 (this->bytes, length);
  Holder holder = { 0 };

  holder_fill (&holder, this->options);
  g_assert_cmpuint (frame_shape_find (&holder.shape, bytes, length), ==, this->found);
  holder_clear (&holder);
}

typedef struct {
  const char *path;
  const char *options[9];
  const char *bytes;
  const char *payload; /* NULL: none, for reason */
  const char *reason;
} JudgeCase;

static const JudgeCase judge_cases[] = {
  { "/shape/judge/head", { NULL }, "HHabc", "abc", NULL },
  { "/shape/judge/trailer", { "trailer", "\\r\\n" }, "HHabc\r\n", "abc", NULL },
  { "/shape/judge/trailer-is-wrong", { "trailer", "\\r\\n" }, "HHabc\r.", NULL, "no trailer" },
  { "/shape/judge/shorter-than-its-trailer", { "trailer", "\\r\\n" }, "\n", NULL, "no trailer" },
  { "/shape/judge/nothing", { NULL }, "HH", "", NULL },
  { "/shape/judge/shorter-than-its-head", { NULL }, "H", NULL, "too short" },
  { "/shape/judge/payload", { "payload", "1:-1" }, "HHabc", "Hab", NULL },
  { "/shape/judge/payload-behind-the-end", { "payload", "1:9" }, "HHabc", NULL, "too short" },
  { "/shape/judge/checksum", { "checksum", "sum8", "trailer", "." }, "HHab\x53.", "ab", NULL },
  { "/shape/judge/checksum-in-the-payload",
    { "checksum", "sum8", "trailer", ".", "payload", "2:5" },
    "HHab\x53.",
    NULL,
    "too short" },
  { "/shape/judge/checksum-is-wrong", { "checksum", "sum8" }, "HHabc", NULL, "checksum" },
};

static void
test_judge (gconstpointer data)
{
  const JudgeCase *this = data;
  const gsize length = strlen (this->bytes);
  g_autofree guint8 *bytes = g_memdup2 (this->bytes, length);
  LeatFrame frame = { .struct_size = sizeof frame };
  Holder holder = { 0 };

  holder_fill (&holder, this->options);
  if (frame_shape_judge (&holder.shape, bytes, length, 2, TRUE, &frame))
    g_assert_cmpmem (frame.payload, (int) frame.length, this->payload,
                     (int) strlen (this->payload));
  else
    g_assert_cmpstr (frame.reason, ==, this->reason);
  g_assert_true ((this->reason == NULL) == (frame.payload != NULL));
  holder_clear (&holder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (find_cases); i++)
    g_test_add_data_func (find_cases[i].path, &find_cases[i], test_find);
  for (guint i = 0; i < G_N_ELEMENTS (judge_cases); i++)
    g_test_add_data_func (judge_cases[i].path, &judge_cases[i], test_judge);
  return g_test_run ();
}
