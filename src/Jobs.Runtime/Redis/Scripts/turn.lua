#!lua flags=allow-oom
-- turn: acknowledges finished jobs and fetches new ones. Answers a repeated call as the first time.
-- keys     ended state ready ranked traits due active workers done dead stats control calls idle cancel waiters steps unhandled jobs*
-- ARGV[1]  session
-- ARGV[2]  number of this call within the session, from 1
-- ARGV[3]  want: how many jobs at most, 0 to 1000
-- ARGV[4]  session's time to live from now, ms
-- ARGV[5]  wake channel, without the session
-- ARGV[6]  queue
-- ARGV[7]  end channel, without the id
-- ARGV[8]  from how many recoveries on a job is a suspect, and how many of them a session holds at most: '2 50 1': of those recovered twice 50, of others one
-- ARGV[9]  how many bytes of envelopes and states the answer may hold, at least those of one job; 0: take no job, and of one taken before say only how large its envelope is
-- ARGV[10] … outcomes, each one of
--            'C', holder, retention ms, n, n × id                 completed
--            verb, holder, id, retention ms, delay ms, counter or kind, state   where the verb is
--              'E'  ended with something to keep: a result, a cancellation
--              'L'  to be delivered again later
--              'U'  this session cannot run it
--              'B'  requeued at the head, as if never fetched; with a state, that one replaces the stored one
--              'D'  dead
--            'K', kind                                            no outcome: this session can run what others could not, of this kind
-- returns  'ended': the session has been recovered, or calls of it are forgotten; nothing was done; 'stale': a later call was applied before, nothing was done;
--          or 'ok', now (unix ms), ms until this session should look again (-1: it will be woken), holder, refused ids, taken ids,
--          envelopes (of the first jobs, where not all fit; with 0 bytes: the length of the first one), states (empty: none has any), ids to cancel.
--          Lists of ids are joined: 16 bytes each
-- cost     O(outcomes + want + log n), whatever the backlog
-- allow-oom: what a full Redis needs most is that its jobs are finished and removed.
-- All is read and decided before anything is written, and what this call remembers of itself is written first. A job leaves 'active' after it has
-- arrived where it goes. So a call in whose midst a command failed is repeated safely.
-- part: Turn/arguments
local wrong = read()
if wrong then
  return redis.error_reply('JOBS turn: ' .. wrong .. '; deploy one version of Jobs.Runtime')
end

-- part: clock
-- part: runstate
-- part: tables
-- part: wake
-- part: ready
-- part: finish
-- part: Turn/session
-- part: Turn/settle
-- part: Turn/suspects
-- part: Turn/promote
-- part: Turn/fetch
-- part: Turn/remember
-- part: Turn/apply
-- part: Turn/reply
local refusal = open()
if refusal then
  return { refusal }
end
settle()
if not again then
  promote()
end
local rankedBack, plainBack = split(back, ranksOf(back))
local rankedNew, plainNew = split(promoted, ranksOf(promoted))
local ranked, plain, first = fetch(rankedBack, plainBack, rankedNew, plainNew)
remember(plainBack, plainNew, first)
applyOutcomes()
applyBack(rankedBack, plainBack)
applySettled()
applyPromoted(rankedNew, plainNew)
applyFetched(ranked, plain)
closeNote()
writeCounts()
return reply(idleUntil())
