/** What of risk is on: each group with what it keeps, and what to look up in the law first (docs/risk.md). */
export const riskSettingsEn = {
  'risk-set.title': 'Risk',
  'risk-set.why':
    'What is compared between the sessions of your organisation. Everything is off until you turn it on; the worst it does is to send a session to a person.',
  'risk-set.law':
    'This is profiling (GDPR, article 4(4)). For each group you need a legal basis, have to tell applicants (articles 13, 14), and most likely need a data protection impact assessment (article 35) before the first session. This is no legal advice.',
  'risk-set.groups': 'Groups',
  'risk-set.ages': 'Ages that are served',
  'risk-set.ages-why':
    'With “Details”. Whoever is outside goes to a person. Empty: no limit. Where no law sets an age, turning people away for it may be discrimination.',
  'risk-set.least-age': 'From, in years',
  'risk-set.most-age': 'To, in years',
  'risk-set.learning': 'Learning',
  'risk-set.reviews': 'Candidates learn from what reviewers decide as well',
  'risk-set.reviews-why':
    'A label of yours always counts over it, and nothing is ever measured on it. A reviewer saw the score, so it weighs half.',
  'risk-set.train-every': 'Train a candidate by itself',
  'risk-set.train-why':
    'Where thirty sessions were labelled since the last one. Nothing is decided by it: two people publish it, as any other.',
  'train-every.NEVER': 'Never',
  'train-every.WEEKLY': 'Every seven days',
  'train-every.MONTHLY': 'Every thirty days',
  'risk-set.keeps': 'Keeps: {what}',
  'risk-set.save': 'Save changes',
  'risk-set.saved': 'Saved.',
  'risk-set.confirm': 'Change what is compared?',
  'risk-set.confirm-why': 'At once, for the whole organisation.',
  'risk-set.turned-on': 'Turned on. Make sure of this first:',
  'risk-set.turned-off': 'Turned off. Deleted at once, for good:',
  'risk-set.all-off':
    'Nothing is left on: all assessments, labels and candidates are deleted too. A policy that was published keeps its weights.',
  'risk-set.turn-off': 'Change and delete',
  'risk-set.turn-on': 'Change',
  'risk-set.reset': 'Undo',

  'risk-group.DEVICES': 'Devices',
  'risk-group.DOCUMENTS': 'Documents',
  'risk-group.IMAGES': 'Images',
  'risk-group.CONTACTS': 'Contacts',
  'risk-group.PLACES': 'Places',
  'risk-group.CONDUCT': 'Conduct',
  'risk-group.BEHAVIOUR': 'Behaviour',
  'risk-group.DETAILS': 'Details',
  'risk-group.WATCHLISTS': 'Watchlists',
  'risk-group.FACES': 'Faces',
  'risk-group.GRAPH': 'Graph',
  'risk-keeps.DEVICES': 'a keyed hash of the device key',
  'risk-keeps.DOCUMENTS': 'a keyed hash of issuing state and number',
  'risk-keeps.IMAGES': 'a keyed hash of each image file',
  'risk-keeps.CONTACTS': 'e-mail addresses and phone numbers, encrypted, and keyed hashes of them',
  'risk-keeps.PLACES':
    'postal and IP addresses, encrypted, and keyed hashes of address and network',
  'risk-keeps.CONDUCT': 'numbers: seconds, submissions, hints of a camera that is none',
  'risk-keeps.BEHAVIOUR': 'numbers of how the page or your form was used; never what was typed',
  'risk-keeps.DETAILS': 'the name and date of birth you gave, encrypted, and how far they differ',
  'risk-keeps.WATCHLISTS': 'ids of entries on watchlists',
  'risk-keeps.FACES': 'a template of each face, turned by a secret key and encrypted, and its code',
  'risk-keeps.GRAPH': 'nothing of its own: it joins what the other groups keep',
  'risk-law.DEVICES':
    'What is kept on somebody’s device may need their consent (ePrivacy Directive, article 5(3)).',
  'risk-law.DOCUMENTS':
    'Your country may restrict what national identification numbers are used for (GDPR, article 87).',
  'risk-law.IMAGES': 'Say in your notice that images are compared with those of others.',
  'risk-law.CONTACTS': 'If you have them from somebody else, say from whom (article 14).',
  'risk-law.PLACES':
    'Families and offices share them. They are weak: alone they send nobody to a person.',
  'risk-law.CONDUCT': 'Say in your notice that how the session was done is measured.',
  'risk-law.BEHAVIOUR':
    'It reads people’s devices, which takes consent or has to be strictly necessary (ePrivacy Directive, article 5(3)). Whoever is slow, or uses assistive technology, must not fare worse: look at it.',
  'risk-law.DETAILS':
    'Only what you know lawfully, and only what is needed for the purpose (article 5).',
  'risk-law.WATCHLISTS':
    'Screen where another law asks for it. A hit is a likeness of names, and no more.',
  'risk-law.FACES':
    'Biometric identification, one among many: explicit consent, or a law that allows it, comes first (GDPR, article 9(2)). The EU AI Act may call it high-risk (Annex III, point 1).',
  'risk-law.GRAPH':
    'Whoever is joined with known fraud is looked at for what others did: let a person judge it.',
} as const
