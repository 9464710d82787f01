export const HELP = `Keeps one small shared state the same on every machine of a local network.

Usage: grapevine serve [options]     run a node without a window
       grapevine invite [--profile DIR]
                                     show the invite code of the profile's private group
       grapevine join -|CODE [--profile DIR]
                                     put the profile into the private group whose code comes on standard
                                     input, or is given; while it runs: take over the group's new key
       grapevine change-key [--by-hand | --end] [--profile DIR]
                                     give the group of a running node a new key; its machines hand it to
                                     each other, or with --by-hand you do; --end: the old one is not taken
                                     any more
       grapevine --help              show this text
       grapevine --version           show the version

Options of serve:
  --profile DIR           folder of settings, identity and log  [the user's own]
  --name NAME             name of this machine, as others see it  [the host name]
  --new-group             start a private group, unless the profile is in one; its invite code: grapevine invite
  --join -                join the private group whose invite code comes on standard input
  --join-file FILE        join the private group whose invite code is in this file
  --join CODE             the same, but other users of this machine can see the code
  --open                  be a node of an open group: no encryption, for trusted networks
  --peer HOST[:PORT]      contact this peer; may be given several times
  --peer-port N           port for other machines; 0 takes any free one  [4097]
  --api-port N            port for programs on this machine; 0 takes any free one  [3097]
  --no-token              ask programs on this machine for no token
  --no-mdns               neither look for others nor announce this machine on the network
  --interface NAME        use this network interface only; may be given several times  [all]
  --ttl MS                lifetime of entries that are written here without one  [for ever]
  --seed FILE             start with the entries of this JSON file; what is held and newer stays
  --json                  tell what happens as JSON lines
`;
