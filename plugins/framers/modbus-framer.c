/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modbus-framer.c - Modbus RTU frames, by function code and checksum
 *
 * MODBUS Application Protocol Specification V1.1b3, section 6, says how long requests and answers
 * of each function are; MODBUS over Serial Line V1.02, section 2.5.1, what stands around them. That
 * 3.5 characters of silence end a frame, as that says, is lost in kernels and adapters: here
 * silence ends nothing that is whole, only the wait for what is torn.
 *
 * Work: for each place where a frame may begin, the checksums of two frames of up to 256 bytes. */
#include "framers.h"

#define EXCEPTION 0x80
#define LAST_ADDRESS 247
#define ADDRESS_AND_FUNCTION 2
#define CHECKSUM_WIDTH 2
#define SHORTEST 4
#define LONGEST 256

typedef enum {
  DIRECTION_ANSWERS,
  DIRECTION_REQUESTS,
  DIRECTION_BOTH,
} Direction;

typedef struct {
  LeatFramer parent;
  int direction;            /* option */
  gboolean other_functions; /* option */
  gint64 silence;           /* option */

  LeatChecksum *checksum;
} ModbusFramer;

/* how long a frame is: @fixed bytes, and as many as the number of @width bytes at @at says; no
 * @fixed: there is none */
typedef struct {
  guint8 fixed;
  guint8 at;
  guint8 width;
} Form;

static const struct {
  guint8 function;
  Form request;
  Form answer;
} forms[] = {
  { 0x01, { 8, 0, 0 }, { 5, 2, 1 } },   { 0x02, { 8, 0, 0 }, { 5, 2, 1 } },
  { 0x03, { 8, 0, 0 }, { 5, 2, 1 } },   { 0x04, { 8, 0, 0 }, { 5, 2, 1 } },
  { 0x05, { 8, 0, 0 }, { 8, 0, 0 } },   { 0x06, { 8, 0, 0 }, { 8, 0, 0 } },
  { 0x07, { 4, 0, 0 }, { 5, 0, 0 } },   { 0x08, { 8, 0, 0 }, { 8, 0, 0 } },
  { 0x0b, { 4, 0, 0 }, { 8, 0, 0 } },   { 0x0c, { 4, 0, 0 }, { 5, 2, 1 } },
  { 0x0f, { 9, 6, 1 }, { 8, 0, 0 } },   { 0x10, { 9, 6, 1 }, { 8, 0, 0 } },
  { 0x11, { 4, 0, 0 }, { 5, 2, 1 } },   { 0x14, { 5, 2, 1 }, { 5, 2, 1 } },
  { 0x15, { 5, 2, 1 }, { 5, 2, 1 } },   { 0x16, { 10, 0, 0 }, { 10, 0, 0 } },
  { 0x17, { 13, 10, 1 }, { 5, 2, 1 } }, { 0x18, { 6, 0, 0 }, { 6, 2, 2 } },
};

static const char *const directions[] = { "answers", "requests", "both", NULL };

static const LeatOption modbus_framer_options[] = {
  LEAT_OPTION_CHOICE (
      ModbusFramer, direction, .key = "direction", .preset = "answers", .choices = directions,
      .summary = "What comes over the line: answers, to who asks; requests, to who is asked; "
                 "both, to who only listens."),
  LEAT_OPTION_BOOL (
      ModbusFramer, other_functions, .key = "other-functions", .preset = "no",
      .summary = "Whether there are functions that the standard does not know: their frames end "
                 "where the line is silent."),
  LEAT_OPTION_DURATION (
      ModbusFramer, silence, .key = "silence", .preset = "100ms", .minimum = 0, .maximum = 60e6,
      .summary = "Silence behind which what is not whole is torn; none: it is found out when "
                 "more comes."),
  LEAT_OPTION_END
};

static gboolean
modbus_framer_init (LeatFramer *framer, GError **error)
{
  ModbusFramer *self = (ModbusFramer *) framer;

  self->checksum = leat_checksum_new ("crc-16/modbus", error);
  return self->checksum != NULL;
}

static void
modbus_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((ModbusFramer *) framer)->checksum, leat_checksum_free);
}

/* shorter ones are none */
static gsize
form_length (const Form *self, const guint8 *data, gsize length)
{
  gsize count = 0;

  if ((gsize) self->at + self->width > length)
    return self->fixed; /* and more: which is more than there is */
  for (gsize i = 0; i < self->width; i++)
    count = count << 8 | data[self->at + i];
  return self->fixed + count;
}

static gboolean
agrees (const ModbusFramer *self, const guint8 *data, gsize length)
{
  const gsize n = length - CHECKSUM_WIDTH;

  return leat_checksum_agrees (self->checksum, data, n, LEAT_CHECKSUM_LITTLE, data + n,
                               CHECKSUM_WIDTH);
}

/* the two ways, of which either may not be, to read the function; FALSE: it is not known */
static gboolean
find_forms (const ModbusFramer *self, guint8 function, Form *request, Form *answer)
{
  static const Form exception = { 5, 0, 0 };
  const guint8 plain = function & (guint8) ~EXCEPTION;
  guint i = 0;

  *request = *answer = (Form) { 0 };
  while (i < G_N_ELEMENTS (forms) && forms[i].function != plain)
    i++;
  if (i == G_N_ELEMENTS (forms))
    return FALSE;
  if (self->direction != DIRECTION_ANSWERS && function == plain)
    *request = forms[i].request;
  if (self->direction != DIRECTION_REQUESTS)
    *answer = function == plain ? forms[i].answer : exception;
  return request->fixed > 0 || answer->fixed > 0;
}

/* the shorter of the two that has the right checksum */
static LeatScan
judge (const ModbusFramer *self, const LeatScanInput *input, const Form *request,
       const Form *answer, LeatFrame *frame)
{
  const gsize one = form_length (request, input->data, input->length);
  const gsize other = form_length (answer, input->data, input->length);
  const gsize lengths[] = { MIN (one, other), MAX (one, other) };

  frame->reason = "checksum";
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      if (lengths[i] < SHORTEST || lengths[i] > LONGEST)
        continue;
      if (lengths[i] > input->length)
        return LEAT_SCAN_MORE;
      frame->used = lengths[i];
      if (agrees (self, input->data, lengths[i]))
        return LEAT_SCAN_FRAME;
    }
  return LEAT_SCAN_BAD;
}

/* of a function that is not known: all that stands before a silence */
static LeatScan
judge_whole (const ModbusFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  frame->reason = "no function that is known";
  if (!self->other_functions || input->length > LONGEST)
    return LEAT_SCAN_BAD;
  if (input->end == LEAT_END_NO)
    return LEAT_SCAN_MORE;
  frame->reason = "checksum";
  frame->used = input->length;
  return input->end != LEAT_END_CUT && input->end != LEAT_END_LIMIT && input->length >= SHORTEST &&
                 agrees (self, input->data, input->length)
             ? LEAT_SCAN_FRAME
             : LEAT_SCAN_BAD;
}

static LeatScan
modbus_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  const ModbusFramer *self = (ModbusFramer *) framer;
  LeatScan verdict = LEAT_SCAN_MORE;
  Form request, answer;

  frame->reason = "no address of a device";
  if (input->data[0] > LAST_ADDRESS)
    return LEAT_SCAN_BAD;
  if (input->length >= ADDRESS_AND_FUNCTION)
    verdict = find_forms (self, input->data[1], &request, &answer)
                  ? judge (self, input, &request, &answer, frame)
                  : judge_whole (self, input, frame);
  if (verdict == LEAT_SCAN_MORE && input->end != LEAT_END_NO)
    {
      frame->reason = "no end of frame";
      return LEAT_SCAN_BAD;
    }
  frame->payload = input->data;
  frame->length = frame->used - CHECKSUM_WIDTH;
  return verdict;
}

static gint64
modbus_framer_silence (LeatFramer *framer, gint64 character_time)
{
  return ((ModbusFramer *) framer)->silence;
}

const LeatFramerClass modbus_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (ModbusFramer),
  .name = "modbus",
  .summary = "Modbus RTU frames, by function code and checksum.",
  .options = modbus_framer_options,
  .init = modbus_framer_init,
  .clear = modbus_framer_clear,
  .scan = modbus_framer_scan,
  .silence = modbus_framer_silence,
};
