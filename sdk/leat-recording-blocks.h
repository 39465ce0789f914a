/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-blocks.h - the blocks of a pcapng file, one after the other; libleat's own */
#pragma once
#include "leat-recording-private.h"
G_BEGIN_DECLS

/* longer ones are none of a serial line: of the reader's memory this is the bound */
#define LEAT_BLOCK_MAX (32 * 1024 * 1024)

/**
 * LeatBlock:
 * @type: of it
 * @offset: of the block in the file
 * @swapped: its numbers are in the other byte order
 * @body: behind type and length; valid until the next call
 * @length: of @body
 */
typedef struct {
  guint32       type;
  guint64       offset;
  gboolean      swapped;
  const guint8 *body;
  gsize         length;
} LeatBlock;

/**
 * LeatBlocks:
 * @name: of the file, for what is told
 * @fd: what is read; < 0: @buffer has all
 * @owns_fd: it is closed in the end
 * @buffer: what was read of it
 * @start: in @buffer: what was not given out
 * @offset: of @start in the file
 * @sound: behind the last block that is whole
 * @swapped: the section at hand is in the other byte order
 * @at_end: nothing more can be read
 * @seeking: a block was none: the next section is looked for
 */
typedef struct {
  char       *name;
  int         fd;
  gboolean    owns_fd;
  GByteArray *buffer;
  gsize       start;
  guint64     offset;
  guint64     sound;
  gboolean    swapped;
  gboolean    at_end;
  gboolean    seeking;
} LeatBlocks;

void     leat_blocks_init   (LeatBlocks *self, const char *name, int fd);
void     leat_blocks_clear  (LeatBlocks *self);
/* FALSE: the end, or @error: what is no block; the next call goes on at the next section */
gboolean leat_blocks_next   (LeatBlocks *self, LeatBlock *block, GError **error);
guint16  leat_block_get_u16 (const LeatBlock *block, gsize at);
guint32  leat_block_get_u32 (const LeatBlock *block, gsize at);
guint64  leat_block_get_u64 (const LeatBlock *block, gsize at);

/**
 * LeatBlockOption:
 * @code: of it
 * @at: where its value is in the block's body
 * @length: of the value
 */
typedef struct {
  guint16 code;
  gsize   at;
  gsize   length;
} LeatBlockOption;

/* the option at *@at, which is moved behind it; FALSE: there is none, or it is longer than what is
 * left of the block */
gboolean leat_block_next_option (const LeatBlock *block, gsize *at, LeatBlockOption *option);

G_END_DECLS
