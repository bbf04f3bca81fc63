-- What this call delivers. 'head': the first jobs in order; of these, got are gone through, and more stand there that do not fit the reply where cut.
local head, members, got, cut = {}, {}, 0, false
local envelopes, states, delivery = {}, {}, 0
-- delivered: as 'active' has it; later: as 'due' has it; passedOver: their ids; dropped: ids that leave the list undelivered; missing: ids without an envelope;
-- marked: ids and states of jobs that were cancelled while they stood in the list; leftover: what stands in 'ranked' and elsewhere too
local delivered, later, passedOver, dropped, missing, marked, leftover = {}, {}, {}, {}, {}, {}, {}

-- Envelopes and states of ids, in order, as long as they fit; of the first always. Read in two steps: the first says how large the others may be,
-- so that not a thousand jobs of a megabyte are read to send ten.
local function fitting(ids)
  local fitted, ofFitted, bytes, fit, step = {}, {}, 0, 0, 32
  while fit < #ids do
    local upTo = math.min(#ids, fit + step)
    local some = fit == 0 and upTo == #ids and ids or { unpack(ids, fit + 1, upTo) }
    local stored, before = envelopesOf(some), redis.call('HMGET', K.state, unpack(some))
    for i = 1, #some do
      local envelope, state = stored[i], before[i]
      bytes = bytes + (envelope and #envelope or 0) + (state and #state or 0)
      if bytes > budget and fit > 0 then
        return fitted, ofFitted, fit
      end
      fit = fit + 1
      fitted[fit], ofFitted[fit] = envelope, state
    end
    step = bytes > 0 and math.max(1, math.floor((budget - bytes) * fit / bytes)) or #ids
  end
  return fitted, ofFitted, fit
end

-- Jobs in 'ranked' that somebody holds, or that have ended: a command failed while they left it.
local function findLeftover()
  local ids = {}
  for id in pairs(members) do
    ids[#ids + 1] = id
  end
  if #ids == 0 then
    return
  end
  local ranks, held = ranksOf(ids) or {}, redis.call('HMGET', K.active, unpack(ids))
  local returns = {} -- what this call itself puts back
  for _, list in ipairs({ back, waiting }) do
    for i = 1, #list do
      returns[list[i]] = true
    end
  end
  for i = 1, #ids do
    if not ranks[ids[i]] or held[i] and not returns[ids[i]] then
      leftover[ids[i]] = true
    end
  end
end

-- Goes through the first jobs in order.
-- returns  the members of those that leave 'ranked', how many leave the list, and the first of these ('': none)
local function fetch(rankedBack, plainBack, rankedNew, plainNew)
  if want > 0 and not again then
    head, members = firstReady(want, rankedBack, plainBack, rankedNew, plainNew)
  end
  if #head == 0 then
    return {}, 0, ''
  end
  findLeftover()
  local stored, before, fit = fitting(head)
  got, cut = fit, fit < #head -- @what does not fit
  delivery = (tonumber(redis.call('HGET', K.control, 'grant') or 0) or 0) + 1
  -- Of 65 bytes at least, by leading zeros: with a value above 64 Redis keeps a hash as a table. As a list of up to 128 it is walked through for each look.
  local numbers = string.format('%d', delivery) .. ' ' .. now
  holder = session .. ' ' .. string.rep('0', 64 - #session - #numbers) .. numbers
  local ranked, plain, first = {}, 0, ''
  local anyRanked = next(members) ~= nil
  local n = 0
  for i = 1, got do
    local id, envelope, state = head[i], stored[i], before[i]
    state = fresh[id] or state
    local limit = state and limitOf(state)
    local isDelivered = false
    if anyRanked and leftover[id] then
      isDelivered = false -- it only leaves
    elseif not envelope then -- somebody's edit: shown among the dead, not dropped
      missing[#missing + 1] = id
    elseif isMarked(state) then -- @cancelled in the list
      put(marked, id, withKind('x', state))
    elseif limit and not fits(limit, 0) then
      put(later, after(1000), id)
      passedOver[#passedOver + 1] = id
    else
      isDelivered = true
      if limit then
        group[#group + 1] = id
        room = math.min(limit, room or limit)
      end
      n = n + 1
      taken[n], envelopes[n], states[n] = id, envelope, state
      delivered[2 * n - 1], delivered[2 * n] = id, holder
    end
    if anyRanked and members[id] then
      ranked[#ranked + 1] = members[id]
    else
      if plain == 0 then
        first = id
      end
      plain = plain + 1
      if not isDelivered then
        dropped[#dropped + 1] = id
      end
    end
  end
  return ranked, plain, first
end
