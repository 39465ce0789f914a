/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-file.h - one file: found or made, appended to, made lasting */
#pragma once
#include "csv-directory.h"
#include "csv-text.h"
G_BEGIN_DECLS

/**
 * CsvFileSettings:
 * @with_header: whether a file begins with its header
 * @rotate_size: the length from which a file is not appended to; 0: none
 * @rights: of files that are made, and of their directories
 */
typedef struct {
  gboolean  with_header;
  gint64    rotate_size;
  CsvRights rights;
} CsvFileSettings;

/**
 * CsvFile:
 * @wanted: the path that the template gave
 * @header: its first line, with its end
 * @number: behind the name, as @wanted was taken by another header, or was full; 0: none
 * @path: @wanted with its number
 * @fd: -1: closed for now
 * @inode: of what is or was open
 * @length: what is in it
 * @is_made: its directory must be synced too
 * @is_dirty: written since it was synced
 * @is_touched: written since the last flush
 * @is_left: nothing more is to come, close it at the next flush
 * @used: a clock that ticks with each use
 * @text: what is to be written next
 * @n_taken: bytes of @text: of records that the sink has taken
 */
typedef struct {
  char    *wanted;
  char    *header;
  guint    number;
  char    *path;
  int      fd;
  guint64  inode;
  gint64   length;
  gboolean is_made;
  gboolean is_dirty;
  gboolean is_touched;
  gboolean is_left;
  guint64  used;
  CsvText  text;
  gsize    n_taken;
} CsvFile;

/**
 * CsvFilePlace:
 * @CSV_FILE_HERE: where it was opened
 * @CSV_FILE_MOVED: it has another name now
 * @CSV_FILE_DELETED: it has none; what was written into it is lost
 * @CSV_FILE_CUT: it is shorter than what was written into it
 *
 * What somebody may have done to a file.
 */
typedef enum {
  CSV_FILE_HERE,
  CSV_FILE_MOVED,
  CSV_FILE_DELETED,
  CSV_FILE_CUT,
} CsvFilePlace;

CsvFile     *csv_file_new       (const char *wanted, const char *header, guint number);
void         csv_file_free      (CsvFile *self);
/* finds or makes the file, or another one with a number; *@is_same: it is what it was before
 * close() */
gboolean     csv_file_open      (CsvFile *self, const CsvFileSettings *settings, LeatSink *sink,
                                 gboolean *is_same, GError **error);
/* writes its text, and empties it */
gboolean     csv_file_write     (CsvFile *self, GError **error);
gboolean     csv_file_sync      (CsvFile *self, GError **error);
/* looks for it, and takes notice of what others appended */
CsvFilePlace csv_file_find      (CsvFile *self);
void         csv_file_close     (CsvFile *self);

G_END_DECLS
