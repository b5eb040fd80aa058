-- For statements that travel together with their COMMIT: whoever sent them cannot count what they wrote before it is too late.
create function expect(there bigint, wanted bigint) returns bigint language plpgsql as $$
begin
  if there <> wanted then
    raise exception '% rows were written or found, and % had to be', there, wanted using errcode = 'PB001';
  end if;
  return there;
end
$$;
