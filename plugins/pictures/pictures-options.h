/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-options.h - what may be said of a folder of pictures */
#pragma once
#include "pictures-bounds.h"
G_BEGIN_DECLS

/* of PICTURES_OPTIONS */
typedef struct {
  char          *folder;
  char          *directory;
  char          *name;
  gint64         wait;     /* µs */
  gint64         look;     /* µs */
  gint64         settle;   /* µs */
  gint64         largest;
  PicturesBounds bounds;
} PicturesOptions;

/* lines of an option table */
#define PICTURES_OPTIONS(Type, member) \
  LEAT_OPTION_STRING (Type, member.folder, .key = "image-folder", \
                      .flags = LEAT_OPTION_REQUIRED | LEAT_OPTION_PATH, \
                      .summary = "Folder that the machine's pictures are written into, by an FTP " \
                                 "or file server of this computer, say; each is moved out of it " \
                                 "when it is whole. Names that begin with a dot are left alone."), \
      LEAT_OPTION_STRING (Type, member.directory, .key = "image-dir", \
                          .flags = LEAT_OPTION_REQUIRED | LEAT_OPTION_PATH, \
                          .summary = "Folder that they are stored in, as the id of the record " \
                                     "says: SOURCE/EPOCH/SEQUENCE.jpg; this source's alone. On " \
                                     "the disk of image-folder=, nothing is copied."), \
      LEAT_OPTION_DURATION (Type, member.look, .key = "image-look-every", .preset = "10s", \
                            .minimum = 100e3, .maximum = 86400e6, \
                            .summary = "Time from one look into image-folder= to the next; what " \
                                       "is written on this computer is seen at once."), \
      LEAT_OPTION_DURATION (Type, member.settle, .key = "image-settle", .preset = "3s", \
                            .minimum = 0, .maximum = 3600e6, \
                            .summary = "Time without a change behind which a picture is whole " \
                                       "that was found by a look."), \
      LEAT_OPTION_SIZE (Type, member.largest, .key = "image-max-size", .preset = "64M", \
                        .minimum = 1, .maximum = LEAT_OPTION_NO_MAXIMUM, \
                        .summary = "Size of the largest picture that is stored; a larger one is " \
                                   "removed, and the record says so."), \
      LEAT_OPTION_INT (Type, member.bounds.files, .key = "image-keep-files", .preset = "100000", \
                       .minimum = 1, .maximum = 1e8, \
                       .summary = "Pictures that are kept at the most; the oldest go first."), \
      LEAT_OPTION_SIZE (Type, member.bounds.size, .key = "image-keep-size", .preset = "10G", \
                        .minimum = 0, .maximum = LEAT_OPTION_NO_MAXIMUM, \
                        .summary = "What they may take of the disk together; 0: no limit."), \
      LEAT_OPTION_DURATION (Type, member.bounds.age, .key = "image-keep", .preset = "30d", \
                            .minimum = 0, .maximum = LEAT_OPTION_NO_MAXIMUM, \
                            .summary = "Time that a picture is kept; 0: no limit.")

G_END_DECLS
