/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read-oracle.h - what has become of the bytes that leatd's own read() and recv() returned: each
 * frame is a record or a reject */
#pragma once
#include "daemons.h"

/* between two connections, and behind each datagram, as record-reads.c writes them */
#define HANGUP '\xfe'
#define MESSAGE '\xfd'

/* what leatd has made of it, in its order */
typedef struct {
  GPtrArray *rows;    /* lines of the CSV file */
  GPtrArray *rejects; /* of GBytes */
  guint row;          /* the next of each that is not accounted for */
  guint reject;
  guint cut; /* half frames at a hangup, or at the end of a packet */
} Made;

static inline void
keep_row (const char *line, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (line));
}

static inline int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static inline void
keep_rejects (const char *path, GPtrArray *rejects)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      gsize length;
      guchar *raw = g_base64_decode (json_object_get_string_member (json_node_get_object (node),
                                                                    "raw"),
                                     &length);

      g_ptr_array_add (rejects, g_bytes_new_take (raw, length));
    }
}

static inline GPtrArray *
read_rejects (const char *folder)
{
  GPtrArray *rejects = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".jsonl"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    keep_rejects (g_ptr_array_index (paths, i), rejects);
  return rejects;
}

/* (transfer full): as it is written: .925 has a zero before its point, 3. has no point */
static inline char *
spell (const char *number)
{
  const char *point = strchrnul (number, '.');
  const gsize n_zeros = strspn (number, "0");
  const char *digits = number + MIN (n_zeros, (gsize) (point - number));
  const char *zero = digits == point ? "0" : "";

  return g_strdup_printf ("%s%.*s%s", zero, (int) (point - digits), digits,
                          strlen (point) > 1 ? point : "");
}

/* (transfer full): a measurement that the kernel has torn is no number: its cell is empty, its
 * record is not lost */
static inline char *
cell_of (char *column)
{
  g_autofree char *digits = g_strdup (g_strstrip (column));

  g_strcanon (digits, "0123456789", '.');
  return g_strcmp0 (digits, column) == 0 && strchr (column, '.') == strrchr (column, '.') &&
                 strpbrk (column, "0123456789") != NULL
             ? spell (column)
             : g_strdup ("");
}

/* the CSV line of a frame, if it is a record: columns 3 to 6 without blanks */
static inline char *
row_of (const char *frame, gsize length)
{
  g_autofree char *text = g_strndup (frame, length);
  g_auto (GStrv) columns = g_strsplit (text, ",", -1);
  g_autofree char *first = NULL, *second = NULL;

  if (g_strv_length (columns) < 6)
    return NULL;
  first = cell_of (columns[4]);
  second = cell_of (columns[5]);
  return g_strdup_printf ("%s,%s,%s,%s", g_strstrip (columns[2]), g_strstrip (columns[3]), first,
                          second);
}

static inline void
account_for_reject (Made *made, const char *bytes, gsize length)
{
  gsize kept;
  const char *raw;

  if (made->reject >= made->rejects->len)
    g_error ("of %zu bytes read, neither a record nor a reject was made: \"%.40s…\"", length,
             bytes);
  raw = g_bytes_get_data (g_ptr_array_index (made->rejects, made->reject++), &kept);
  if (kept != length || memcmp (raw, bytes, length) != 0)
    {
      g_autofree char *text = g_strndup (raw, kept);
      g_autofree char *was_kept = g_strescape (text, NULL);
      g_autofree char *other = g_strndup (bytes, length);
      g_autofree char *was_read = g_strescape (other, NULL);
      const char *row = made->row < made->rows->len ? g_ptr_array_index (made->rows, made->row)
                                                    : "none";

      g_error ("reject %u is \"%s\"; what was read is \"%s\", and the next row %s", made->reject,
               was_kept, was_read, row);
    }
}

/* a frame is the next row, or the next reject; nothing else can have become of it. @raw: its bytes
 * with its CR, if it has one */
static inline void
account_for_frame (Made *made, const char *frame, gsize length, gsize raw)
{
  g_autofree char *row = row_of (frame, length);

  if (made->row < made->rows->len &&
      g_strcmp0 (row, g_ptr_array_index (made->rows, made->row)) == 0)
    made->row++;
  else
    account_for_reject (made, frame, raw);
}

/* what stands behind the last CR: the end of a datagram ends a frame, too */
static inline void
account_for_rest (Made *made, const char *bytes, gsize length, char end)
{
  if (end == MESSAGE)
    account_for_frame (made, bytes, length, length);
  else
    account_for_reject (made, bytes, length);
  made->cut++;
}

static inline void
account_for_piece (Made *made, const char *bytes, gsize length, char mark)
{
  while (length > 0)
    {
      const char *end = memchr (bytes, '\r', length);
      gsize frame = end != NULL ? (gsize) (end - bytes) : length;

      if (end == NULL)
        {
          account_for_rest (made, bytes, length, mark);
          return;
        }
      if (frame > 0)
        account_for_frame (made, bytes, frame, frame + 1);
      bytes += frame + 1;
      length -= frame + 1;
      if (length > 0 && *bytes == '\n')
        {
          bytes++;
          length--;
        }
    }
}

static inline gsize
account_for_all (Made *made, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length, n_marks = 0;
  const char *at, *end;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (at = bytes; at < bytes + length; at = end + 1)
    {
      for (end = at; end < bytes + length && *end != HANGUP && *end != MESSAGE; end++)
        ;
      account_for_piece (made, at, (gsize) (end - at), end < bytes + length ? *end : HANGUP);
      n_marks += end < bytes + length;
    }
  return length - n_marks;
}

/* the next process keeps what it reads there */
static inline void
record_reads (const char *path)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *any_order = g_strconcat (options != NULL ? options : "",
                                            ":verify_asan_link_order=0", NULL);

  g_setenv ("LEAT_RECORD_READS", path, TRUE);
  g_setenv ("LD_PRELOAD", g_getenv ("LEAT_RECORD_READS_LIBRARY"), TRUE);
  g_setenv ("ASAN_OPTIONS", any_order, TRUE); /* of a sanitized leatd: its runtime is not first */
}

/**
 * made_check:
 * @daemon: has ended; its source is camera, its file camera.csv
 * @reads: what it has read
 * @made: (out): what it has made of that; to be cleared
 *
 * Accounts for every byte.
 */
static inline void
made_check (TestDaemon *daemon, const char *reads, Made *made)
{
  g_autofree char *csv = test_path (daemon, "camera.csv");
  g_autofree char *folder = test_path (daemon, "state/rejects");
  gsize bytes;

  *made = (Made) { .rows = g_ptr_array_new_with_free_func (g_free) };
  test_csv_each (csv, keep_row, made->rows);
  made->rejects = read_rejects (folder);
  bytes = account_for_all (made, reads);
  g_assert_cmpuint (made->row, ==, made->rows->len);
  g_assert_cmpuint (made->reject, ==, made->rejects->len);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "camera", "bytes"), ==, bytes);
  test_daemon_check_bytes (daemon, "camera");
}

static inline void
made_clear (Made *self)
{
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->rejects);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)
