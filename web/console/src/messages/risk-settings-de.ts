import type { Message } from '../text'
import type { riskSettingsEn } from './risk-settings-en'

export const riskSettingsDe: Record<keyof typeof riskSettingsEn, Message> = {
  'risk-set.title': 'Risiko',
  'risk-set.why':
    'Was zwischen den Sitzungen Ihrer Organisation verglichen wird. Alles ist aus, bis Sie es einschalten; schlimmstenfalls geht eine Sitzung zu einem Menschen.',
  'risk-set.law':
    'Das ist Profiling (DSGVO, Artikel 4 Nr. 4). Für jede Gruppe brauchen Sie eine Rechtsgrundlage, müssen die Personen informieren (Artikel 13, 14) und brauchen sehr wahrscheinlich vor der ersten Sitzung eine Datenschutz-Folgenabschätzung (Artikel 35). Dies ist keine Rechtsberatung.',
  'risk-set.groups': 'Gruppen',
  'risk-set.ages': 'Bedientes Alter',
  'risk-set.ages-why':
    'Mit „Angaben“. Wer außerhalb liegt, geht zu einem Menschen. Leer: keine Grenze. Wo kein Gesetz ein Alter nennt, kann es Diskriminierung sein, jemanden deshalb abzuweisen.',
  'risk-set.least-age': 'Von, in Jahren',
  'risk-set.most-age': 'Bis, in Jahren',
  'risk-set.learning': 'Lernen',
  'risk-set.reviews': 'Kandidaten lernen auch aus dem, was Prüfende entscheiden',
  'risk-set.reviews-why':
    'Eine Angabe von Ihnen gilt immer vor ihr, und gemessen wird daran nie. Prüfende sahen die Bewertung, deshalb zählt es halb.',
  'risk-set.train-every': 'Von selbst einen Kandidaten lernen lassen',
  'risk-set.train-why':
    'Wenn es seit dem letzten Angaben zu dreißig Sitzungen gab. Nach ihm wird nichts entschieden: Zwei Personen setzen ihn in Kraft, wie jeden anderen.',
  'train-every.NEVER': 'Nie',
  'train-every.WEEKLY': 'Alle sieben Tage',
  'train-every.MONTHLY': 'Alle dreißig Tage',
  'risk-set.keeps': 'Behält: {what}',
  'risk-set.save': 'Änderungen speichern',
  'risk-set.saved': 'Gespeichert.',
  'risk-set.confirm': 'Ändern, was verglichen wird?',
  'risk-set.confirm-why': 'Sofort, für die ganze Organisation.',
  'risk-set.turned-on': 'Eingeschaltet. Vergewissern Sie sich zuerst:',
  'risk-set.turned-off': 'Ausgeschaltet. Sofort und endgültig gelöscht:',
  'risk-set.all-off':
    'Nichts bleibt eingeschaltet: Auch alle Bewertungen, Angaben und Kandidaten werden gelöscht. Eine Richtlinie, die in Kraft gesetzt wurde, behält ihre Gewichte.',
  'risk-set.turn-off': 'Ändern und löschen',
  'risk-set.turn-on': 'Ändern',
  'risk-set.reset': 'Zurücknehmen',

  'risk-group.DEVICES': 'Geräte',
  'risk-group.DOCUMENTS': 'Dokumente',
  'risk-group.IMAGES': 'Bilder',
  'risk-group.CONTACTS': 'Kontakte',
  'risk-group.PLACES': 'Orte',
  'risk-group.CONDUCT': 'Verhalten',
  'risk-group.BEHAVIOUR': 'Bedienung',
  'risk-group.DETAILS': 'Angaben',
  'risk-group.WATCHLISTS': 'Sanktionslisten',
  'risk-group.FACES': 'Gesichter',
  'risk-group.GRAPH': 'Graph',
  'risk-keeps.DEVICES': 'einen Hash des Geräteschlüssels, mit Schlüssel',
  'risk-keeps.DOCUMENTS': 'einen Hash von Staat und Nummer, mit Schlüssel',
  'risk-keeps.IMAGES': 'einen Hash jeder Bilddatei, mit Schlüssel',
  'risk-keeps.CONTACTS':
    'E-Mail-Adressen und Telefonnummern, verschlüsselt, und Hashes davon, mit Schlüssel',
  'risk-keeps.PLACES':
    'Anschriften und IP-Adressen, verschlüsselt, und Hashes von Anschrift und Netz, mit Schlüssel',
  'risk-keeps.CONDUCT': 'Zahlen: Sekunden, Einreichungen, Hinweise auf eine unechte Kamera',
  'risk-keeps.BEHAVIOUR':
    'Zahlen dazu, wie die Seite oder Ihr Formular bedient wurde; nie, was getippt wurde',
  'risk-keeps.DETAILS':
    'den angegebenen Namen und das Geburtsdatum, verschlüsselt, und wie weit sie abweichen',
  'risk-keeps.WATCHLISTS': 'Nummern von Einträgen auf Sanktionslisten',
  'risk-keeps.FACES':
    'eine Vorlage jedes Gesichts, mit einem geheimen Schlüssel gedreht und verschlüsselt, und ihren Code',
  'risk-keeps.GRAPH': 'nichts Eigenes: Er verbindet, was die anderen Gruppen behalten',
  'risk-law.DEVICES':
    'Was auf einem Gerät abgelegt wird, kann eine Einwilligung brauchen (ePrivacy-Richtlinie, Artikel 5 Absatz 3).',
  'risk-law.DOCUMENTS':
    'Ihr Staat kann einschränken, wozu nationale Kennziffern dienen dürfen (DSGVO, Artikel 87).',
  'risk-law.IMAGES': 'Teilen Sie mit, dass Bilder mit denen anderer verglichen werden.',
  'risk-law.CONTACTS': 'Haben Sie sie von jemand anderem, so teilen Sie mit, von wem (Artikel 14).',
  'risk-law.PLACES':
    'Familien und Büros teilen sie. Sie sind schwach: Allein schicken sie niemanden zu einem Menschen.',
  'risk-law.CONDUCT': 'Teilen Sie mit, dass gemessen wird, wie die Sitzung ablief.',
  'risk-law.BEHAVIOUR':
    'Es liest Geräte aus: Das braucht eine Einwilligung oder muss unbedingt nötig sein (ePrivacy-Richtlinie, Artikel 5 Absatz 3). Wer langsam ist oder Hilfsmittel benutzt, darf nicht schlechter dastehen: Sehen Sie nach.',
  'risk-law.DETAILS':
    'Nur, was Sie rechtmäßig wissen, und nur, was für den Zweck nötig ist (Artikel 5).',
  'risk-law.WATCHLISTS':
    'Prüfen Sie, wo ein anderes Gesetz es verlangt. Ein Treffer ist eine Ähnlichkeit von Namen, nicht mehr.',
  'risk-law.FACES':
    'Biometrische Identifizierung unter vielen: Zuerst braucht es ausdrückliche Einwilligung oder ein Gesetz, das es erlaubt (DSGVO, Artikel 9 Absatz 2). Nach der KI-Verordnung kann es hochriskant sein (Anhang III, Nummer 1).',
  'risk-law.GRAPH':
    'Wer mit bekanntem Betrug verbunden ist, wird angesehen für das, was andere taten: Lassen Sie einen Menschen urteilen.',
}
