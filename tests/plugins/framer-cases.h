/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framer-cases.h - what a framer finds in streams, however they are cut */
#pragma once
#include "feed.h"
#include "framers.h"
#include <string.h>

#ifndef FRAMER_CASE_MAX_FRAME
#define FRAMER_CASE_MAX_FRAME 16
#endif

/**
 * FramerCase:
 * @bytes: the stream, with NULs in it
 * @length: of @bytes
 * @end: why it ends
 * @found: as feed_run() writes it down
 */
typedef struct {
  const char            *path;
  const LeatFramerClass *klass;
  const char            *options[29];
  const char            *bytes;
  gsize                  length;
  LeatEnd                end;
  const char            *found;
} FramerCase;

/* of a literal */
#define BYTES(text) text, sizeof (text) - 1

static inline void
framer_case_test (gconstpointer data)
{
  const FramerCase *this = data;
  const Feed feed = { this->klass, this->options, FRAMER_CASE_MAX_FRAME, this->end };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *found = feed_run (&feed, this->bytes, this->length, (FeedCut) { 0 });

  g_assert_cmpstr (found, ==, this->found);
  feed_assert_cuts_are_nothing (&feed, this->bytes, this->length, random);
}

static inline void
framer_cases_add (const FramerCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    g_test_add_data_func (cases[i].path, &cases[i], framer_case_test);
}

/* random bytes of @alphabet, with every way to end: the same is found however they are cut */
static inline void
framer_assert_random_streams_of (const LeatFramerClass *klass, const char *const *options,
                                 const char *alphabet, gsize n_letters)
{
  static const LeatEnd ends[] = { LEAT_END_NO,     LEAT_END_MESSAGE, LEAT_END_SILENCE,
                                  LEAT_END_STREAM, LEAT_END_CUT,     LEAT_END_LIMIT };
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  char bytes[80];

  for (guint round = 0; round < 300; round++)
    {
      const Feed feed = { klass, options, (gsize) g_rand_int_range (random, 1, 12),
                          ends[round % G_N_ELEMENTS (ends)] };

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = alphabet[g_rand_int_range (random, 0, (gint32) n_letters)];
      feed_assert_cuts_are_nothing (&feed, bytes,
                                    (gsize) g_rand_int_range (random, 1, sizeof bytes), random);
    }
}

static inline void
framer_assert_random_streams (const LeatFramerClass *klass, const char *alphabet, gsize n_letters)
{
  framer_assert_random_streams_of (klass, NULL, alphabet, n_letters);
}

/* options that are right one by one, and not together */
typedef struct {
  const char            *path;
  const LeatFramerClass *klass;
  const char            *options[9];
  const char            *message;
} FramerRefusal;

static inline void
framer_refusal_test (gconstpointer data)
{
  const FramerRefusal *this = data;
  LeatFramer *framer = leat_framer_instance_new (this->klass);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; this->options[i] != NULL; i += 2)
    g_assert_true (leat_option_set (leat_options_find (this->klass->options, this->options[i]),
                                    framer, this->options[i + 1], NULL));
  g_assert_false (leat_framer_instance_init (framer, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, this->message);
  leat_framer_free (framer);
}

static inline void
framer_refusals_add (const FramerRefusal *refusals, guint n_refusals)
{
  for (guint i = 0; i < n_refusals; i++)
    g_test_add_data_func (refusals[i].path, &refusals[i], framer_refusal_test);
}

static inline void
framer_options_test (gconstpointer data)
{
  const LeatFramerClass *klass = data;
  g_autoptr (GError) error = NULL;

  leat_options_check (klass->options, klass->instance_size, &error);
  g_assert_no_error (error);
}

/* random cuts of a stream; a sanitizer, which is slow, sees each kind of them, too */
#ifdef __SANITIZE_ADDRESS__
#define FRAMER_CUTS 200
#else
#define FRAMER_CUTS 1000
#endif

/* as many frames as there are, whole, byte by byte and at random cuts, and the same noise */
static inline void
framer_assert_recording (const Feed *feed, const void *bytes, gsize length, guint n_frames)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *whole = feed_run (feed, bytes, length, (FeedCut) { 0 });
  g_autofree char *single = feed_run (feed, bytes, length, (FeedCut) { .chunk = 1 });
  guint n = 0;

  for (const char *at = whole; (at = strstr (at, "frame ")) != NULL; at++)
    n += at == whole || at[-1] == '\n';
  g_assert_cmpuint (n, ==, n_frames);
  g_assert_cmpstr (single, ==, whole);
  for (guint i = 0; i < FRAMER_CUTS; i++)
    {
      const gsize longest = (gsize) 1 << (1 + i % 10);
      g_autofree char *found = feed_run (feed, bytes, length,
                                         (FeedCut) { .chunk = longest, .random = random });

      g_assert_cmpstr (found, ==, whole);
    }
}
