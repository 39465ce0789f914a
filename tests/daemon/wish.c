/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wish.c - tests that a wish ends the life at hand, and no other */
#include "worker/leatd-wish.h"

static void
wish_clear (LeatdWish *wish)
{
  leatd_wish_clear (wish);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatdWish, wish_clear)

static void
test_none (void)
{
  g_auto (LeatdWish) wish;
  GCancellable *life;

  leatd_wish_init (&wish);
  life = leatd_wish_begin (&wish);
  g_assert_nonnull (life);
  g_assert_false (g_cancellable_is_cancelled (life));
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_NONE);
  /* a life that ended by itself is followed by one that nothing has cancelled either */
  g_assert_false (g_cancellable_is_cancelled (leatd_wish_begin (&wish)));
  g_assert_false (leatd_wish_resume (&wish));
  g_assert_null (leatd_wish_grant (&wish));
}

static void
test_pause (void)
{
  g_auto (LeatdWish) wish;
  g_autoptr (GCancellable) first = NULL;

  leatd_wish_init (&wish);
  first = g_object_ref (leatd_wish_begin (&wish));
  leatd_wish_make (&wish, LEATD_WISH_PAUSE);
  g_assert_true (g_cancellable_is_cancelled (first));
  g_assert_null (leatd_wish_begin (&wish));
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_PAUSE);
  g_assert_true (leatd_wish_resume (&wish));
  g_assert_false (leatd_wish_resume (&wish));
  g_assert_false (g_cancellable_is_cancelled (leatd_wish_begin (&wish)));
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_NONE);
}

/* one that ends before it was heard has cancelled a life all the same: another begins */
static void
test_unheard (void)
{
  g_auto (LeatdWish) wish;

  leatd_wish_init (&wish);
  leatd_wish_begin (&wish);
  leatd_wish_make (&wish, LEATD_WISH_PAUSE);
  leatd_wish_resume (&wish);
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_RESTART);
  g_assert_false (g_cancellable_is_cancelled (leatd_wish_begin (&wish)));
}

static void
test_restart (void)
{
  g_auto (LeatdWish) wish;
  g_autoptr (GCancellable) first = NULL;
  GCancellable *second;

  leatd_wish_init (&wish);
  first = g_object_ref (leatd_wish_begin (&wish));
  leatd_wish_make (&wish, LEATD_WISH_RESTART);
  g_assert_true (g_cancellable_is_cancelled (first));
  second = leatd_wish_begin (&wish);
  g_assert_true (second != first);
  g_assert_false (g_cancellable_is_cancelled (second));
}

/* nothing comes behind a stop */
static void
test_stop (void)
{
  g_auto (LeatdWish) wish;
  GCancellable *life;

  leatd_wish_init (&wish);
  life = leatd_wish_begin (&wish);
  leatd_wish_make (&wish, LEATD_WISH_STOP);
  g_assert_true (g_cancellable_is_cancelled (life));
  leatd_wish_make (&wish, LEATD_WISH_RESTART);
  leatd_wish_make (&wish, LEATD_WISH_PAUSE);
  g_assert_false (leatd_wish_resume (&wish));
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_STOP);
  g_assert_null (leatd_wish_begin (&wish));
  g_assert_null (leatd_wish_grant (&wish));
}

/* what ends in good order is cancelled by the stop alone */
static void
test_grant (void)
{
  g_auto (LeatdWish) wish;
  GCancellable *rest;

  leatd_wish_init (&wish);
  leatd_wish_begin (&wish);
  leatd_wish_make (&wish, LEATD_WISH_PAUSE);
  rest = leatd_wish_grant (&wish);
  g_assert_false (g_cancellable_is_cancelled (rest));
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_PAUSE);
  leatd_wish_make (&wish, LEATD_WISH_STOP);
  g_assert_true (g_cancellable_is_cancelled (rest));
}

static void
on_parked (gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
}

/* a life that is to park is not cancelled before that is asked for; none begins before unpark() */
static void
test_park (void)
{
  g_auto (LeatdWish) wish;
  g_autoptr (GCancellable) first = NULL;

  leatd_wish_init (&wish);
  first = g_object_ref (leatd_wish_begin (&wish));
  leatd_wish_park (&wish);
  g_assert_true (leatd_wish_is_there (&wish));
  g_assert_false (leatd_wish_is_parked (&wish));
  g_assert_false (g_cancellable_is_cancelled (first));
  g_assert_null (leatd_wish_begin (&wish));
  g_assert_nonnull (leatd_wish_grant (&wish));
  g_clear_object (&first);
  first = g_object_ref (wish.cancellable);
  leatd_wish_hurry (&wish);
  g_assert_true (g_cancellable_is_cancelled (first));
  leatd_wish_unpark (&wish);
  /* it was not parked yet, and may have heard of it */
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_RESTART);
  g_assert_false (g_cancellable_is_cancelled (leatd_wish_begin (&wish)));
  g_assert_false (leatd_wish_is_there (&wish));
}

typedef struct {
  LeatdWish wish;
  gint n_parked; /* atomic */
} Parked;

static gpointer
parked_thread (gpointer data)
{
  Parked *parked = data;

  while (leatd_wish_is_parking (&parked->wish))
    leatd_wish_stand_still (&parked->wish, on_parked, &parked->n_parked);
  return NULL;
}

static void
await_parked (Parked *parked)
{
  while (!leatd_wish_is_parked (&parked->wish))
    g_thread_yield ();
}

/* what is wished of one that is parked comes about behind that */
static void
test_wish_of_parked (void)
{
  Parked parked = { 0 };
  GThread *thread;

  leatd_wish_init (&parked.wish);
  leatd_wish_park (&parked.wish);
  thread = g_thread_new ("parked", parked_thread, &parked);
  await_parked (&parked);
  leatd_wish_make (&parked.wish, LEATD_WISH_PAUSE);
  g_assert_true (leatd_wish_is_parked (&parked.wish));
  leatd_wish_unpark (&parked.wish);
  g_thread_join (thread);
  g_assert_cmpint (parked.n_parked, ==, 1);
  g_assert_null (leatd_wish_begin (&parked.wish));
  leatd_wish_resume (&parked.wish);
  g_assert_false (g_cancellable_is_cancelled (leatd_wish_begin (&parked.wish)));
  leatd_wish_clear (&parked.wish);
}

static gpointer
stopped_thread (gpointer data)
{
  Parked *parked = data;

  leatd_wish_stand_still (&parked->wish, on_parked, &parked->n_parked);
  return NULL;
}

/* a stop ends it */
static void
test_stop_of_parked (void)
{
  Parked parked = { 0 };
  GThread *thread;

  leatd_wish_init (&parked.wish);
  leatd_wish_park (&parked.wish);
  thread = g_thread_new ("parked", stopped_thread, &parked);
  await_parked (&parked);
  leatd_wish_make (&parked.wish, LEATD_WISH_STOP);
  g_thread_join (thread);
  leatd_wish_stand_still (&parked.wish, on_parked, &parked.n_parked);
  g_assert_cmpint (parked.n_parked, ==, 1);
  leatd_wish_clear (&parked.wish);
}

static gpointer
amid_thread (gpointer data)
{
  Parked *parked = data;

  while (leatd_wish_is_parking_amid (&parked->wish))
    leatd_wish_stand_amid (&parked->wish, on_parked, &parked->n_parked);
  return NULL;
}

/* it stands still amid its life, which nothing ends, and is not to park instead any more */
static void
test_amid (void)
{
  Parked parked = { 0 };
  g_autoptr (GCancellable) life = NULL;
  GThread *thread;

  leatd_wish_init (&parked.wish);
  life = g_object_ref (leatd_wish_begin (&parked.wish));
  leatd_wish_park_amid (&parked.wish);
  g_assert_false (leatd_wish_is_there (&parked.wish));
  g_assert_false (leatd_wish_is_parking (&parked.wish));
  thread = g_thread_new ("amid", amid_thread, &parked);
  await_parked (&parked);
  leatd_wish_hurry (&parked.wish);
  leatd_wish_park (&parked.wish);
  g_assert_false (leatd_wish_is_parking (&parked.wish));
  leatd_wish_unpark (&parked.wish);
  g_thread_join (thread);
  g_assert_cmpint (parked.n_parked, ==, 1);
  g_assert_false (g_cancellable_is_cancelled (life));
  g_assert_cmpint (leatd_wish_get (&parked.wish), ==, LEATD_WISH_NONE);
  leatd_wish_clear (&parked.wish);
}

static gpointer
twice_thread (gpointer data)
{
  Parked *parked = data;

  while (g_atomic_int_get (&parked->n_parked) < 2)
    leatd_wish_stand_amid (&parked->wish, on_parked, &parked->n_parked);
  return NULL;
}

/* one that is to stand still again before it has heard that it might go on does go on in between */
static void
test_again (void)
{
  Parked parked = { 0 };
  GThread *thread;

  leatd_wish_init (&parked.wish);
  leatd_wish_park_amid (&parked.wish);
  thread = g_thread_new ("twice", twice_thread, &parked);
  await_parked (&parked);
  leatd_wish_unpark (&parked.wish);
  leatd_wish_park_amid (&parked.wish);
  await_parked (&parked);
  leatd_wish_unpark (&parked.wish);
  g_thread_join (thread);
  g_assert_cmpint (parked.n_parked, ==, 2);
  leatd_wish_clear (&parked.wish);
}

/* one that does not stand still yet parks between two lives instead */
static void
test_amid_too_late (void)
{
  g_auto (LeatdWish) wish;

  leatd_wish_init (&wish);
  leatd_wish_begin (&wish);
  leatd_wish_park_amid (&wish);
  leatd_wish_park (&wish);
  g_assert_false (leatd_wish_is_parking_amid (&wish));
  g_assert_true (leatd_wish_is_there (&wish));
  leatd_wish_unpark (&wish);
  g_assert_cmpint (leatd_wish_get (&wish), ==, LEATD_WISH_RESTART);
}

/* --- two threads --- */

#define LIVES 2000

typedef struct {
  LeatdWish wish;
  gint lives; /* atomic */
} Worker;

/* each life lasts until it is cancelled: one that a wish did not reach would last for ever */
static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;

  while (leatd_wish_get (&worker->wish) != LEATD_WISH_STOP)
    {
      GCancellable *life = leatd_wish_begin (&worker->wish);

      while (life != NULL && !g_cancellable_is_cancelled (life))
        g_thread_yield ();
      g_atomic_int_inc (&worker->lives);
    }
  return NULL;
}

static void
test_threads (void)
{
  Worker worker = { 0 };
  GThread *thread;

  leatd_wish_init (&worker.wish);
  thread = g_thread_new ("worker", worker_thread, &worker);
  for (gint i = 1; i <= LIVES; i++)
    {
      leatd_wish_make (&worker.wish, i % 3 == 0 ? LEATD_WISH_RESTART : LEATD_WISH_PAUSE);
      leatd_wish_resume (&worker.wish);
      if (i % 16 == 0) /* it is let live */
        for (gint lives = g_atomic_int_get (&worker.lives);
             g_atomic_int_get (&worker.lives) == lives;)
          leatd_wish_make (&worker.wish, LEATD_WISH_RESTART);
    }
  leatd_wish_make (&worker.wish, LEATD_WISH_STOP);
  g_thread_join (thread);
  g_assert_cmpint (worker.lives, >=, LIVES / 16);
  leatd_wish_clear (&worker.wish);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wish/amid", test_amid);
  g_test_add_func ("/wish/again", test_again);
  g_test_add_func ("/wish/amid-too-late", test_amid_too_late);
  g_test_add_func ("/wish/none", test_none);
  g_test_add_func ("/wish/pause", test_pause);
  g_test_add_func ("/wish/unheard", test_unheard);
  g_test_add_func ("/wish/restart", test_restart);
  g_test_add_func ("/wish/stop", test_stop);
  g_test_add_func ("/wish/grant", test_grant);
  g_test_add_func ("/wish/park", test_park);
  g_test_add_func ("/wish/wish-of-parked", test_wish_of_parked);
  g_test_add_func ("/wish/stop-of-parked", test_stop_of_parked);
  g_test_add_func ("/wish/threads", test_threads);
  return g_test_run ();
}
