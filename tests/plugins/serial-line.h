/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-line.h - for tests: a serial link, its host, and a driver that does as it is told */
#pragma once
#include "leat-host.h"
#include "serial-link.h"
#include "serial-pty.h"

/* a host that writes down what the link tells it, and its link on one end of a pseudo-terminal */
typedef struct {
  LeatLinkHost     host;
  GString         *told;
  LeatLink        *link;
  SerialOperations operations;
  Pty              pty;
} Line;

/* what the made-up driver does */
typedef struct {
  const char  *bytes;      /* read(2) gives these once, if not NULL */
  gsize        length;
  gssize       result;     /* of the read(2) after them */
  int          error;
  gboolean     counting;   /* TIOCGICOUNT gives: */
  SerialCounts counts;
  guint        rate;       /* the one rate it can do; 0: any */
  /* what else it can do; FALSE: it does not know @request (nullable) */
  gboolean   (*ioctl) (unsigned long request, gpointer argument, int *result);
} Driver;

/* the one line of the test that runs, and its driver */
extern Line *line;
extern Driver driver;

void  line_new         (void);   /* the clock stands at 1 s, 0.5 s since boot */
void  line_new_made_up (void);   /* its driver is made up, on what passes for a wire */
void  line_set         (const char *key, const char *value);
/* KEY=VALUE, a blank between two */
void  line_set_all     (const char *options);
void  line_open        (void);
void  line_free        (void);

/* one read: as text, bytes with line errors in brackets, or the error */
char *line_read        (LeatArrival *arrival, gsize size);
void  check_read       (const char *expected);
/* what the link had to say since it was asked last */
void  check_told       (const char *expected);
/* a pseudo-terminal hands bytes over in its own time */
void  await_input      (void);
