/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pv200-machine.c - what a Panasonic PV200 sends: "18/09/17,23:15:00, 0, 1,1.523,2.004,", CR LF */
#include "simulate-machine.h"
#include <string.h>

/* Asia/Taipei, which has had no summer time since 1979 */
#define WALL_TIME_OFFSET (8 * 3600)

static void
pv200_prepare (LeatSimulatedState *state)
{
  g_autoptr (GDateTime) wall = g_date_time_new_from_unix_utc (state->second + WALL_TIME_OFFSET);
  g_autofree char *text = g_date_time_format (wall, "%y/%m/%d,%H:%M:%S, ");

  state->prefix_length = g_strlcpy (state->prefix, text, sizeof state->prefix);
}

static guint8 *
put_text (guint8 *out, const char *text, gsize length)
{
  memcpy (out, text, length);
  return out + length;
}

static guint8 *
put_number (guint8 *out, guint64 number)
{
  char digits[20];
  gsize first = sizeof digits;

  do
    {
      digits[--first] = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);

  return put_text (out, digits + first, sizeof digits - first);
}

/* as Python writes round (x, 3): 1.523, 1.5, 2.0 */
static guint8 *
put_measure (guint8 *out, guint thousandths)
{
  guint rest = thousandths % 100;

  *out++ = (guint8) ('0' + thousandths / 1000);
  *out++ = '.';
  *out++ = (guint8) ('0' + thousandths / 100 % 10);
  if (rest > 0)
    *out++ = (guint8) ('0' + rest / 10);
  if (rest % 10 > 0)
    *out++ = (guint8) ('0' + rest % 10);
  return out;
}

/* what a gauge that sees nothing may print: none is a number */
static guint8 *
put_bad_measure (guint8 *out, GRand *random)
{
  static const char *const texts[] = { "1.5?3", "-", "1.52.3", "OVER", "1.7x" };
  const char *text = texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))];

  return put_text (out, text, strlen (text));
}

static gsize
pv200_write (LeatSimulatedState *state, gboolean bad, guint8 *record)
{
  guint32 dice = g_rand_int (state->random);
  guint8 *out = put_text (record, state->prefix, state->prefix_length);

  out = put_number (out, state->number++);
  out = put_text (out, ", ", 2);
  *out++ = (guint8) ('0' + state->unit);
  *out++ = ',';
  out = bad ? put_bad_measure (out, state->random)
            : put_measure (out, 1400 + (dice & 0xffff) % 700);
  *out++ = ',';
  out = put_measure (out, 1800 + (dice >> 16) % 400);
  out = put_text (out, ",\r\n", 3);
  return (gsize) (out - record);
}

const LeatSimulatedMachine leat_pv200_machine = {
  .name = "pv200",
  .summary = "Panasonic PV200: date, time, number, machine, two measurements",
  .units = 2,
  .record_size = 64,
  .certain = 16,
  .end = "\r\n",
  .prepare = pv200_prepare,
  .write = pv200_write,
};
