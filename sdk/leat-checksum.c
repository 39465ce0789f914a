/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-checksum.c - the checksums that machines send, by their names */
#include <string.h>

#include "leat-checksum.h"
#include "leat-crc.h"
#include "leat-error.h"
#include "leat-option-host.h"
#include "leat-sums.h"

/* a sum has no parameters but its width */
typedef struct {
  const char *name;
  guint width;
  LeatSumFunc compute;
} Sum;

typedef struct {
  const char *name;
  LeatCrcModel model;
} Crc;

struct _LeatChecksum {
  LeatSumFunc sum; /* NULL: by the CRC */
  guint width;
  LeatCrc crc;
};

static const Sum sums[] = {
  { "xor8", 8, leat_sum_xor8 },
  { "sum8", 8, leat_sum_bytes },
  { "lrc", 8, leat_sum_lrc },
  { "sum15", 15, leat_sum_bytes },
  { "sum16", 16, leat_sum_bytes },
  { "sum16-words", 16, leat_sum_words },
  { "lrc16-words", 16, leat_sum_lrc_words },
  { "fletcher-8", 16, leat_sum_fletcher8 },
  { "fletcher-16", 16, leat_sum_fletcher16 },
  { "fletcher-32", 32, leat_sum_fletcher32 },
  { "adler-32", 32, leat_sum_adler32 },
};

/* width, poly, init, xorout, refin, refout: reveng.sourceforge.io/crc-catalogue; Mode S: ICAO
 * Annex 10, volume IV, 3.1.2.3.3 */
static const Crc crcs[] = {
  { "crc-8/smbus", { 8, 0x07, 0x00, 0x00, FALSE, FALSE } },
  { "crc-8/maxim", { 8, 0x31, 0x00, 0x00, TRUE, TRUE } },
  { "crc-8/sae-j1850", { 8, 0x1d, 0xff, 0xff, FALSE, FALSE } },
  { "crc-8/dvb-s2", { 8, 0xd5, 0x00, 0x00, FALSE, FALSE } },
  { "crc-16/arc", { 16, 0x8005, 0x0000, 0x0000, TRUE, TRUE } },
  { "crc-16/modbus", { 16, 0x8005, 0xffff, 0x0000, TRUE, TRUE } },
  { "crc-16/ibm-3740", { 16, 0x1021, 0xffff, 0x0000, FALSE, FALSE } },
  { "crc-16/xmodem", { 16, 0x1021, 0x0000, 0x0000, FALSE, FALSE } },
  { "crc-16/kermit", { 16, 0x1021, 0x0000, 0x0000, TRUE, TRUE } },
  { "crc-16/ibm-sdlc", { 16, 0x1021, 0xffff, 0xffff, TRUE, TRUE } },
  { "crc-16/genibus", { 16, 0x1021, 0xffff, 0xffff, FALSE, FALSE } },
  { "crc-16/dnp", { 16, 0x3d65, 0x0000, 0xffff, TRUE, TRUE } },
  { "crc-16/en-13757", { 16, 0x3d65, 0x0000, 0xffff, FALSE, FALSE } },
  { "crc-24q", { 24, 0x864cfb, 0x000000, 0x000000, FALSE, FALSE } },
  { "crc-24/mode-s", { 24, 0xfff409, 0x000000, 0x000000, FALSE, FALSE } },
  { "crc-32/iso-hdlc", { 32, 0x04c11db7, 0xffffffff, 0xffffffff, TRUE, TRUE } },
  { "crc-32c", { 32, 0x1edc6f41, 0xffffffff, 0xffffffff, TRUE, TRUE } },
  { "crc-32/mpeg-2", { 32, 0x04c11db7, 0xffffffff, 0x00000000, FALSE, FALSE } },
  { "crc-32/bzip2", { 32, 0x04c11db7, 0xffffffff, 0xffffffff, FALSE, FALSE } },
  { "crc-32/jamcrc", { 32, 0x04c11db7, 0xffffffff, 0x00000000, TRUE, TRUE } },
};

/* other names of the same, as manuals have them */
static const struct {
  const char *name;
  const char *meant;
} aliases[] = {
  { "bcc", "xor8" },
  { "fletcher-8/ubx", "fletcher-8" },
  { "crc-16/ccitt-false", "crc-16/ibm-3740" },
  { "crc-16/x-25", "crc-16/ibm-sdlc" },
  { "crc-32", "crc-32/iso-hdlc" },
};

static guint64
get_mask (guint width)
{
  return width == 64 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << width) - 1;
}

static LeatChecksum *
checksum_new_sum (const Sum *sum)
{
  LeatChecksum *self = g_new0 (LeatChecksum, 1);

  self->sum = sum->compute;
  self->width = sum->width;
  return self;
}

static LeatChecksum *
checksum_new_crc (const LeatCrcModel *model)
{
  LeatChecksum *self = g_new0 (LeatChecksum, 1);

  self->width = model->width;
  leat_crc_init (&self->crc, model);
  return self;
}

/* (transfer full) (nullable): there is none of that name */
static LeatChecksum *
find_named (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (name, aliases[i].name) == 0)
      name = aliases[i].meant;
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    if (g_ascii_strcasecmp (name, sums[i].name) == 0)
      return checksum_new_sum (&sums[i]);
  for (guint i = 0; i < G_N_ELEMENTS (crcs); i++)
    if (g_ascii_strcasecmp (name, crcs[i].name) == 0)
      return checksum_new_crc (&crcs[i].model);
  return NULL;
}

static gboolean
fail_unknown (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (sums) + G_N_ELEMENTS (crcs) + G_N_ELEMENTS (aliases) + 1] = { 0 };
  g_autofree char *all = NULL;
  const char *near;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    names[n++] = sums[i].name;
  for (guint i = 0; i < G_N_ELEMENTS (crcs); i++)
    names[n++] = crcs[i].name;
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    names[n++] = aliases[i].name;
  near = leat_nearest (name, names);
  all = g_strjoinv (", ", (char **) names);
  if (near != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "there is no checksum \"%s\"; did you mean %s?", name, near);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "there is no checksum \"%s\"; there are %s, and any CRC by its parameters: "
                 "width=16 poly=0x8005 init=0xffff refin=true refout=true xorout=0",
                 name, all);
  return FALSE;
}

/* --- a CRC by its parameters, as its line in the catalogue has them --- */

typedef struct {
  LeatCrcModel model;
  guint64 width;
  guint64 check;
  gboolean has_poly;
  gboolean has_check;
} Line;

static gboolean
read_truth (const char *text, gboolean *truth)
{
  *truth = g_str_equal (text, "true") || g_str_equal (text, "yes");
  return *truth || g_str_equal (text, "false") || g_str_equal (text, "no");
}

/* with or without 0x; the catalogue has it, and its numbers are hexadecimal */
static gboolean
read_number (const char *text, guint base, guint64 *number)
{
  if (base == 16 && g_ascii_strncasecmp (text, "0x", 2) == 0)
    text += 2;
  return g_ascii_string_to_unsigned (text, base, 0, G_MAXUINT64, number, NULL);
}

static gboolean
read_parameter (Line *line, const char *key, const char *value)
{
  if (g_str_equal (key, "width"))
    return read_number (value, 10, &line->width);
  if (g_str_equal (key, "poly"))
    return line->has_poly = read_number (value, 16, &line->model.poly);
  if (g_str_equal (key, "init"))
    return read_number (value, 16, &line->model.init);
  if (g_str_equal (key, "xorout"))
    return read_number (value, 16, &line->model.xorout);
  if (g_str_equal (key, "refin"))
    return read_truth (value, &line->model.refin);
  if (g_str_equal (key, "refout"))
    return read_truth (value, &line->model.refout);
  if (g_str_equal (key, "check"))
    return line->has_check = read_number (value, 16, &line->check);
  return g_str_equal (key, "residue") || g_str_equal (key, "name");
}

static gboolean
read_line (Line *line, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      g_autofree char *key = value != NULL ? g_strndup (words[i], (gsize) (value - words[i]))
                                           : NULL;

      if (words[i][0] == '\0' || (key != NULL && read_parameter (line, key, value + 1)))
        continue;
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "\"%s\" is no parameter of a CRC; width=16 poly=0x8005 init=0xffff refin=true "
                   "refout=true xorout=0 check=0x4b37 are",
                   words[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
judge_line (Line *line, GError **error)
{
  const LeatCrcModel *model = &line->model;
  guint64 mask;

  if (line->width < 1 || line->width > 64 || !line->has_poly)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "a CRC needs width=, 1 to 64, and poly=");
      return FALSE;
    }
  mask = get_mask ((guint) line->width);
  if (((model->poly | model->init | model->xorout) & ~mask) != 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "poly=, init= or xorout= has more than the %" G_GUINT64_FORMAT
                   " bits of width=; poly= is written without its highest bit",
                   line->width);
      return FALSE;
    }
  line->model.width = (guint) line->width;
  return TRUE;
}

static LeatChecksum *
checksum_new_line (const char *text, GError **error)
{
  static const guint8 digits[] = "123456789";
  g_autoptr (LeatChecksum) self = NULL;
  Line line = { 0 };
  guint64 check;

  if (!read_line (&line, text, error) || !judge_line (&line, error))
    return NULL;
  self = checksum_new_crc (&line.model);
  check = leat_checksum_compute (self, digits, sizeof digits - 1);
  if (!line.has_check || check == line.check)
    return g_steal_pointer (&self);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "these parameters make 0x%" G_GINT64_MODIFIER "x of \"123456789\", and check= says "
               "0x%" G_GINT64_MODIFIER "x",
               check, line.check);
  return NULL;
}

/**
 * leat_checksum_new:
 * @text: a name, such as `crc-16/modbus`, `xor8` or `lrc`; or the parameters of a CRC, such as
 *   `width=16 poly=0x8005 init=0xffff refin=true refout=true`, a line of the catalogue at
 *   reveng.sourceforge.io as it is, whose `check=` is held against what they make
 * @error: %LEAT_ERROR_CONFIG: there is none of that name, or the parameters are none
 *
 * Returns: (transfer full) (nullable): the checksum
 */
LeatChecksum *
leat_checksum_new (const char *text, GError **error)
{
  LeatChecksum *self;

  if (strchr (text, '=') != NULL)
    return checksum_new_line (text, error);
  self = find_named (text);
  if (self == NULL)
    fail_unknown (text, error);
  return self;
}

/**
 * leat_checksum_free:
 * @self: (transfer full) (nullable): a checksum
 */
void
leat_checksum_free (LeatChecksum *self)
{
  g_free (self);
}

/**
 * leat_checksum_get_width:
 *
 * Returns: how many bits it has, 1 to 64
 */
guint
leat_checksum_get_width (const LeatChecksum *self)
{
  return self->width;
}

/**
 * leat_checksum_compute:
 * @data: (array length=length): what it is made of
 *
 * Returns: the checksum; of Fletcher's and Adler's the second sum stands above the first
 */
guint64
leat_checksum_compute (const LeatChecksum *self, const guint8 *data, gsize length)
{
  if (self->sum == NULL)
    return leat_crc_compute (&self->crc, data, length);
  return self->sum (data, length) & get_mask (self->width);
}

/* FALSE: it is no number, or one of more than 64 bits */
static gboolean
read_hex (const guint8 *field, gsize length, gboolean is_little, guint64 *number)
{
  if (length == 0 || length > 16 || (is_little && length % 2 != 0))
    return FALSE;
  *number = 0;
  for (gsize i = 0; i < length; i++)
    {
      const gsize at = is_little ? (length - 2 - i / 2 * 2) + i % 2 : i;
      const int digit = g_ascii_xdigit_value ((char) field[at]);

      if (digit < 0)
        return FALSE;
      *number = *number << 4 | (guint64) digit;
    }
  return TRUE;
}

static gboolean
read_bytes (const guint8 *field, gsize length, gboolean is_little, guint64 *number)
{
  if (length == 0 || length > 8)
    return FALSE;
  *number = 0;
  for (gsize i = 0; i < length; i++)
    *number = *number << 8 | field[is_little ? length - 1 - i : i];
  return TRUE;
}

/**
 * leat_checksum_agrees:
 * @data: (array length=length): what was to be protected
 * @form: how it stands in @field
 * @field: (array length=field_length): the checksum that came with it
 *
 * A few nanoseconds, and for each byte less than one.
 *
 * Returns: whether @field is the checksum of @data
 */
gboolean
leat_checksum_agrees (const LeatChecksum *self, const guint8 *data, gsize length,
                      LeatChecksumForm form, const guint8 *field, gsize field_length)
{
  const gboolean is_little = form == LEAT_CHECKSUM_LITTLE || form == LEAT_CHECKSUM_HEX_LITTLE;
  const gboolean is_hex = form == LEAT_CHECKSUM_HEX || form == LEAT_CHECKSUM_HEX_LITTLE;
  guint64 number;

  if (!(is_hex ? read_hex (field, field_length, is_little, &number)
               : read_bytes (field, field_length, is_little, &number)))
    return FALSE;
  return number == leat_checksum_compute (self, data, length);
}
