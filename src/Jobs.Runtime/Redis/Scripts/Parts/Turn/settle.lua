-- Outcomes. What they write is gathered, as finish gathers ends.
-- refused: not this session's any more; changed: ids and states; toDue: as its key; unhandled: as its key; waiting: ids that leave 'active' for 'due';
-- back: ids to the head; settled: held by nobody since the last try; asked: which of those told of are to be cancelled
local refused, changed, toDue, unhandled, waiting, back, settled = {}, {}, {}, {}, {}, {}, {}
local dueNow = {} -- ids of those that wait for no time
local fresh = {} -- states of jobs that are in order once this call is through, where it writes them
local cancels = redis.call('HLEN', K.cancel)

local function refuse(id, isHeld)
  if not again then
    refused[#refused + 1] = id
  elseif not isHeld then
    settled[#settled + 1] = id
  end
end

local function settleCompleted(from)
  local holder, retention, n = ARGV[from + 1], tonumber(ARGV[from + 2]), tonumber(ARGV[from + 3])
  local held = redis.call('HMGET', K.active, unpack(ARGV, from + 4, from + 3 + n))
  local mine, m = {}, 0
  for i = 1, n do
    if held[i] == holder then -- @fence of a group
      m = m + 1
      mine[m] = ARGV[from + 3 + i]
    else
      refuse(ARGV[from + 3 + i], held[i])
    end
  end
  finishAll(mine, 1, retention)
end

-- Told at 'from': verb, holder, id, retention, delay, counter or kind, state.
local function settleOne(from, held, isAsked)
  local verb, id, retention, delay, word, state = ARGV[from], ARGV[from + 2], ARGV[from + 3], tonumber(ARGV[from + 4]), ARGV[from + 5], ARGV[from + 6]
  if held ~= ARGV[from + 1] then -- @fence
    refuse(id, held)
  elseif verb == 'B' and not isAsked then -- @asked to be cancelled
    if state ~= '' then
      put(changed, id, state)
      fresh[id] = state
    end
    back[#back + 1] = id
    count('interrupted', 1)
  elseif verb == 'E' then
    finish(id, retention, word, state)
  elseif verb == 'D' then
    die(id, state)
  elseif isAsked then -- not delivered again
    finish(id, retention, 'cancelled', withKind('x', verb ~= 'B' and state or again and redis.call('HGET', K.ended, id) or redis.call('HGET', K.state, id)))
  else
    put(changed, id, state)
    put(toDue, after(delay), id)
    waiting[#waiting + 1] = id
    if verb == 'U' then
      put(unhandled, 0, word .. id)
      count('unhandled', 1)
    else
      if delay <= 0 then
        dueNow[#dueNow + 1] = id
        fresh[id] = state
      end
      count(word, 1)
    end
  end
end

local function settle()
  for g = 1, #completed do
    settleCompleted(completed[g])
  end
  if #told > 0 then
    local ids = {}
    for i = 1, #told do
      ids[i] = ARGV[told[i] + 2]
    end
    local held = redis.call('HMGET', K.active, unpack(ids))
    local asked = cancels > 0 and redis.call('HMGET', K.cancel, unpack(ids)) or {}
    for i = 1, #told do
      settleOne(told[i], held[i], asked[i])
    end
  end
end
