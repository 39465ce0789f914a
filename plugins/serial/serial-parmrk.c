/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-parmrk.c - undoes the marks that termios PARMRK puts into the bytes of a line */
#include "serial-parmrk.h"
#include <string.h>

/* termios(3), PARMRK: a byte X with a parity or framing error is read as 0xFF 0x00 X, a break as
 * 0xFF 0x00 0x00, a good 0xFF as 0xFF 0xFF */
#define MARK 0xFF

/* One byte of the line that begins with MARK. 0: not all of it is there yet. A MARK followed by
 * anything else came before PARMRK was set, and is itself. */
static gsize
parse_marked (const guint8 *raw, gsize raw_length, guint8 *value, gboolean *line_error)
{
  *value = MARK;
  *line_error = FALSE;
  if (raw_length < 2)
    return 0;
  if (raw[1] == MARK)
    return 2;
  if (raw[1] != 0)
    return 1;
  if (raw_length < 3)
    return 0;
  *value = raw[2];
  *line_error = TRUE;
  return 3;
}

/**
 * serial_parmrk_decode:
 * @raw: as read from the line
 * @raw_length: how many
 * @data: (out caller-allocated): what the device sent
 * @size: room in @data, at least 1
 * @used: (out): how many of @raw are done with
 * @line_error: (out): whether the bytes in @data came with parity or framing errors, or are breaks
 *
 * Decodes up to where good bytes turn into bad ones or the reverse, so that bytes with a line error
 * stand alone. What is not used is to be given again, with what comes behind it. The result does
 * not depend on how the bytes were cut, except for where equals end.
 *
 * Returns: how many bytes were put into @data; 0: @raw is empty, or the rest of a mark is missing
 */
gsize
serial_parmrk_decode (const guint8 *raw, gsize raw_length, guint8 *data, gsize size, gsize *used,
                      gboolean *line_error)
{
  gsize length = 0, position = 0;

  *line_error = FALSE;
  while (position < raw_length && length < size)
    {
      const guint8 *mark = memchr (raw + position, MARK, raw_length - position);
      gsize plain = mark != NULL ? (gsize) (mark - raw) - position : raw_length - position;
      gboolean bad;
      guint8 value;
      gsize width;

      if (plain > 0)
        {
          if (*line_error)
            break;
          plain = MIN (plain, size - length);
          memcpy (data + length, raw + position, plain);
          length += plain;
          position += plain;
          continue;
        }

      width = parse_marked (raw + position, raw_length - position, &value, &bad);
      if (width == 0 || (length > 0 && bad != *line_error))
        break;
      *line_error = bad;
      data[length++] = value;
      position += width;
    }

  *used = position;
  return length;
}

/**
 * serial_parmrk_count:
 * @raw: as read from the line
 * @raw_length: how many
 *
 * Returns: how many bytes the device sent for them; a mark that is not whole counts as one
 */
gsize
serial_parmrk_count (const guint8 *raw, gsize raw_length)
{
  gsize count = raw_length, position = 0;

  while (position < raw_length)
    {
      const guint8 *mark = memchr (raw + position, MARK, raw_length - position);
      gboolean bad;
      guint8 value;
      gsize width;

      if (mark == NULL)
        break;
      position = (gsize) (mark - raw);
      width = parse_marked (mark, raw_length - position, &value, &bad);
      if (width == 0)
        width = raw_length - position;
      count -= width - 1;
      position += width;
    }

  return count;
}
