/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* machine-files.h - what a machine with a Leat has on its disk, for tests that carry it elsewhere
 */
#pragma once
#include <sys/stat.h>
#include "words.h"
G_BEGIN_DECLS

#define MACHINE_SCHEMA "[schema]\nname=x\nformat=csv\n[field num]\ncolumn=1\ntype=int\n"

/* what a machine has: path below the folder, text, mode */
typedef struct {
  const char *path;
  const char *text;
  guint mode;
} MachineFile;

static const MachineFile machine_files[] = {
  { "etc/leat.conf",
    "# ours\n[daemon]\nstate-dir=DIR/state\n[source m]\nplugin=fixture-machine\n"
    "device=/dev/ttyS0\nschema=DIR/schemas/x.schema\n",
    0640 },
  { "etc/conf.d/10-sink.conf", "[sink k]\nplugin=fixture-picky\n", 0644 },
  { "schemas/x.schema", MACHINE_SCHEMA, 0644 },
  { "state/rejects/0000000001.jsonl", "{\"id\":1}\n", 0640 },
  { "state/sinks/k.facts", "[facts]\nposition=17\n", 0600 },
};

static inline void
machine_write (Words *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (machine_files); i++)
    {
      g_autofree char *text = words_replace (machine_files[i].text, "DIR", words->folder);
      g_autofree char *path = g_build_filename (words->folder, machine_files[i].path, NULL);

      words_write (words, machine_files[i].path, text);
      g_assert_cmpint (g_chmod (path, (int) machine_files[i].mode), ==, 0);
    }
  words_write (words, "state/lock", "1\n");
}

static inline void
machine_remove (Words *words, const char *name)
{
  g_autofree char *path = g_build_filename (words->folder, name, NULL);

  scratch_remove (path);
}

static inline char *
machine_read (Words *words, const char *name)
{
  g_autofree char *path = g_build_filename (words->folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

static inline void
machine_expect (Words *words, const char *root)
{
  for (guint i = 0; i < G_N_ELEMENTS (machine_files); i++)
    {
      g_autofree char *path = g_build_filename (root, words->folder, machine_files[i].path, NULL);
      g_autofree char *expected = words_replace (machine_files[i].text, "DIR", words->folder);
      g_autofree char *text = NULL;
      struct stat status;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, machine_files[i].mode);
    }
}

static inline void
machine_back_up (Words *words)
{
  machine_write (words);
  words_run (words, "backup --config DIR/etc/leat.conf DIR/b.tar.zst");
  words_expect (words, 0, "DIR/b.tar.zst: 5 files; leat restore brings them back\n", "");
}

static inline void
machine_remove_all (Words *words)
{
  machine_remove (words, "etc");
  machine_remove (words, "schemas");
  machine_remove (words, "state");
}

/* a word that is wrong on a machine as it should be; what it says */
typedef struct {
  const char *path; /* of the test */
  const char *words;
  int code;
  const char *errors;
} Refusal;

static inline void
machine_test_refusal (Words *words, gconstpointer data)
{
  const Refusal *refusal = data;

  machine_write (words);
  words_run (words, refusal->words);
  words_expect (words, refusal->code, "", refusal->errors);
}

static inline void
machine_add_refusals (const Refusal *refusals, guint n_refusals)
{
  for (guint i = 0; i < n_refusals; i++)
    g_test_add (refusals[i].path, Words, &refusals[i], words_set_up, machine_test_refusal,
                words_tear_down);
}

G_END_DECLS
