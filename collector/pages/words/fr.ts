/** The words of the privacy page in French. Data. */

import type { PageWords } from './en.ts';

/** As in en.ts. */
export const FR: PageWords = {
  title: 'Comment {controller} compte les visites',
  developmentTitle: 'Site en développement.',
  development: 'Ses rapports montrent chaque visite aussitôt.',
  noWords:
    'Cette page n’est pas encore écrite en « {language} ». Les mots du site lui-même sont montrés tels qu’il les a écrits.',
  languages: 'Langues',
  summary: 'Les visites ne sont comptées qu’après un oui. Sans lui, rien ne quitte votre navigateur.',
  summaryPurposes: 'Pour quoi : {titles}.',
  summaryPurposesLink: 'Pourquoi',
  summaryMetrics: 'Quoi : sortes de notes, {count}.',
  summaryMetricsInScope: 'Quoi : sortes de notes, {count}, fixées dans le périmètre {scope} du {date}.',
  summaryMetricsLink: 'Toutes',
  summaryIdentity: 'Qui vous êtes : pas demandé, pas conservé, aucun identifiant.',
  summaryIdentityLink: 'Ce que cela veut dire, et ce que cela ne peut pas',
  summaryPlace: 'Vers où : le serveur de ce site et nulle part ailleurs.',
  summaryPlaceLink: 'Où et combien de temps',
  summaryChange: 'Changer d’avis : une pression sur « {choice} », sur chaque page.',
  summaryChangeLink: 'Comment',
  responsible: 'Qui est responsable',
  controller: 'Responsable du traitement',
  contact: 'Contact',
  officer: 'Délégué à la protection des données',
  authority: 'Autorité de contrôle',
  machines: 'Pour les machines',
  machinesManifest: 'La même chose sous forme de données : {manifest}.',
  machinesKeys: 'Clés qui signent les reçus : {keys}.',
  machinesKeysNow: 'Clés qui signent les reçus : {keys}, en ce moment {key}.',
  ledger: 'Le registre des preuves',
  ledgerWhat:
    'Périmètres publiés, textes, clés, consentements de chaque jour (en une seule empreinte, qui ne dit rien de personne) et nombre de demandes de chaque mois sont inscrits dans un registre où rien ne peut être changé à l’insu de qui a gardé une tête antérieure. La tête la plus récente, du {day}, sur {size} inscriptions : {hash}. Signée :',
  ledgerKept: 'Chaque reçu et chaque certificat porte la tête de son temps. Les précédentes : {feed}.',
  anchorLabel: '{id}, adresse de cette réponse',

  q1: 'Comment dire oui ou non ?',
  q2: 'Pourquoi des données sont-elles collectées ?',
  q3: 'Pourquoi dirais-je oui ?',
  q4: 'Qu’y gagnent ceux qui disent oui ?',
  q5: 'Comment prendre part à ce qui est collecté ?',
  q6: 'Où vont les remarques ?',
  q7: 'De qui collecte-t-on des données, et de qui jamais ?',
  q8: 'Qu’est-ce qui est collecté ?',
  q9: 'Quand est-ce collecté ?',
  q10: 'D’où est-ce collecté ?',
  q11: 'Où est-ce conservé, et combien de temps ?',
  q12: 'Est-ce anonyme ? Mon adresse IP est-elle collectée ?',
  q13: 'Puis-je voir ce qui a été collecté de moi ?',
  q14: 'Puis-je examiner le code ?',
  q15: 'Comment une demande d’effacement est-elle traitée (RGPD, art. 17) ?',
  q16: 'Comment une demande d’accès est-elle traitée (RGPD, art. 15) ?',
  q17: 'Le script d’un fournisseur envoie-t-il des données ? Quels accords y a-t-il ?',
  q18: 'Qu’en est-il des données de l’assistance et des sous-traitants ?',
  q19: 'Mon employeur a accepté. Et si moi, non ?',
  q20: 'Que reçoit l’auteur du logiciel ?',
  q21: 'Où trouver une seule réponse, pour l’envoyer à quelqu’un ?',

  a1: 'À votre première visite, un bandeau vous pose la question. « {reject} » et « {accept} » sont des boutons de même sorte, une pression chacun.',
  a1BufferIndexeddb:
    'Jusqu’à votre choix, la page garde ses notes dans votre navigateur seulement, 200 au plus et pendant 24 heures au plus, et vous les montre toutes à la demande. Rien n’est envoyé.',
  a1BufferMemory:
    'Jusqu’à votre choix, la page garde ses notes dans sa propre mémoire seulement, et elles disparaissent quand vous la quittez. Rien n’est conservé dans votre navigateur et rien n’est envoyé.',
  a1BufferOff: 'Jusqu’à votre choix, rien n’est noté, conservé ni envoyé.',
  a1Accept:
    'Accepter : ce que vous avez accepté est collecté dès lors, avec les notes qui attendaient, sauf si vous les avez retirées.',
  a1Reject: 'Refuser : rien n’est envoyé, et les notes qui attendaient sont détruites.',
  a1Change:
    'Changer d’avis à tout moment : le bouton « {choice} », sur chaque page, rouvre la question. Un non est une pression, comme un oui.',
  a1Silence: 'Ne rien dire : rien n’est envoyé.',
  a1Months:
    'Un oui et un non valent tous deux {months} mois, dans ce navigateur seulement ; ensuite la question vous est reposée.',
  a1Gpc:
    'Si votre navigateur envoie Global Privacy Control, c’est un non : vous ne voyez pas de bandeau et rien n’est collecté, sauf si vous acceptez ensuite exprès.',
  a1NoGpc: 'Ce site ne tient pas Global Privacy Control pour un non.',
  a1Dnt: 'Do Not Track compte aussi comme un non.',

  a2: 'Pour les finalités ci-dessous et rien d’autre. Vous acceptez des finalités ; chaque chose collectée appartient à l’une d’elles.',
  a3: 'Vous n’avez besoin de raison pour aucune des deux réponses, et le site marche de la même façon. Voici à quoi sert chaque chose collectée, dans les mots qui ont été examinés :',
  a4: 'Rien n’est échangé : qui dit oui reçoit les mêmes pages que qui dit non. Ce qui revient, c’est un site réparé là où les gens restent bloqués, comme {benefits} le dit de chaque chose collectée. Ces rapports en sont faits ; personne n’y est vu seul ({anonymity}).',
  a4Label: 'Rapports selon ce qui est collecté',
  a4Purpose: 'Finalité',
  a4Collected: 'Collecté',
  a4Reports: 'Rapports qui en sont faits',
  a4None: 'aucun encore',

  a5: 'Rien n’est collecté qui n’ait été proposé par écrit et approuvé par un gardien de ce site. Propositions, approbations et refus sont des fichiers dans le dépôt du site ; {dictionary} les montre.',
  a5Unread:
    'Ce qui est collecté a été proposé par écrit et approuvé par un gardien de ce site, sauf ce qui est nommé ci-dessous comme pas encore examiné par une personne. Propositions, approbations et refus sont des fichiers dans le dépôt du site ; {dictionary} les montre.',
  a5Source: 'Le dépôt : {source}.',
  a5Stewards: 'Gardiens : {stewards}.',
  a5Dictionary: 'le dictionnaire',
  a5ApprovedBy: 'Approuvé par {steward} : {metrics}.',
  a5ApprovedByAuthor: 'Approuvé par {steward}, qui en est aussi l’auteur : {metrics}.',
  a5Bootstrap: 'Pas encore examiné par une personne : {metrics}.',
  a5Issues: 'Où chacune a été discutée, et où vous pouvez vous y opposer :',
  a5Scope:
    'Ce qui est collecté est fixé dans des périmètres numérotés. Le plus récent est le {scope}, du {date} ({kind}). Un oui à un périmètre antérieur ne couvre que ce qui s’y trouvait ; pour ce qui est venu ensuite, la question vous est reposée. Chaque changement est dans {feed}.',
  a5NoScope: 'Aucun périmètre n’a encore été publié, donc rien n’est collecté.',
  a5News: 'Ce qu’il demande et que le précédent ne demandait pas :',
  a5Removed: 'Retiré : {metrics}.',
  a5Feed: 'un flux Atom',
  kindWidening: 'il demande plus',
  kindNarrowing: 'il demande moins',
  kindEditorial: 'seuls des mots ont changé',

  a6: 'À {controller}, {contact}.',
  a6Feedback: 'À {feedback}, ou à {controller}, {contact}.',

  a7: 'Collecté auprès des visiteurs de {origin} qui ont dit oui dans ce navigateur, pour les finalités auxquelles ils ont dit oui.',
  a7Never: 'Jamais auprès de :',
  a7Unanswered: 'quiconque n’a pas répondu ou a dit non',
  a7Gpc: 'navigateurs qui envoient Global Privacy Control, sauf si leur visiteur a accepté en le sachant',
  a7Dnt: 'navigateurs qui envoient Do Not Track, de même',
  a7Unable: 'navigateurs qui ne peuvent pas garder une réponse, et pages sans connexion sûre',
  a7Pages: 'ces pages : {pages}',
  a7Elements: 'éléments que le site marque de {mark}',
  a7Subjects:
    'Sur ce site, des gens se connectent. Leur organisation peut arrêter la collecte pour tous ; elle ne peut la mettre en marche pour personne.',

  a8Nothing: 'Rien en ce moment.',
  a8Label: 'Ce qui est collecté',
  a8What: 'Ce qui s’est passé',
  a8Beside: 'Ce qui est noté à côté',
  a8NothingMore: 'rien de plus',
  a8Each:
    'Chaque note a aussi son jour, un nombre au hasard que seul votre navigateur peut prouver être le sien et, une fois par jour pour chaque chose, une marque qui dit « la première de ce navigateur aujourd’hui ». {dictionary} a tous les détails, avec qui les a approuvés. Avant votre choix, le bandeau montre chaque note en attente exactement comme elle serait envoyée.',
  a8EachHour:
    'Chaque note a aussi son jour et son heure, un nombre au hasard que seul votre navigateur peut prouver être le sien et, une fois par jour pour chaque chose, une marque qui dit « la première de ce navigateur aujourd’hui ». {dictionary} a tous les détails, avec qui les a approuvés. Avant votre choix, le bandeau montre chaque note en attente exactement comme elle serait envoyée.',
  a8Dictionary: 'Le dictionnaire',
  a8Never: 'Jamais collecté :',

  a9PageView: 'Quand une page est montrée.',
  a9VisitStart: 'Quand une visite commence : à la première page, ou après dix minutes sans activité.',
  a9VisitPages: 'Quand une visite atteint 2, 3, 5 et 10 pages.',
  a9VisitSeconds: 'Quand une visite a duré 10, 30, 60, 180 et 600 secondes.',
  a9VisitDay: 'Une fois par jour, à la première page.',
  a9: 'Avant que vous acceptiez, rien n’est envoyé. Ensuite, les notes sont envoyées en une seconde environ tant que la page est ouverte, quelques-unes à la fois ; ce qui n’a pas pu être envoyé attend dans votre navigateur trois jours au plus.',
  a9Day: 'Une note dit son jour, pas l’heure.',
  a9Hour: 'Une note dit son heure et son jour.',

  a10: 'Des pages de {origin} qui portent le script {script}, et envoyé à {site} seulement. Votre navigateur l’impose : le script ne peut envoyer à aucune autre adresse.',
  a10Ignored: 'Rien n’est noté sur ces pages :',
  a10Paths:
    'D’une adresse, seul le chemin est gardé, sans requête ni fragment ; les parties qui ressemblent à des identifiants deviennent {identifier}.',
  a10Templates: 'Ces formes valent pour toutes leurs pages :',

  a11Place: 'Sur le serveur du site : {place}.',
  a11NoPlace: 'Sur le serveur du site ; {controller} n’a pas dit où il se trouve.',
  a11Backups: 'Les sauvegardes sont gardées {days} jours au plus.',
  a11Tables: '{tables}, avec des lignes inventées, sont publiques.',
  a11TablesLink: 'Les tables réelles du stockage',
  a11Label: 'Combien de temps',
  a11Collected: 'Collecté',
  a11Kept: 'Une note est gardée',
  a11Until: 'Collecté jusqu’au',
  a11Days: '{days} jours',
  a11NoEnd: 'pas de fin fixée',
  a11NoRetention:
    'Cette version ne retire pas encore d’elle-même les notes quand ce temps est écoulé ; {controller} doit le faire.',
  a11Development: 'C’est un site en développement ; ses chiffres sont recalculés à chaque fois et ne sont pas gardés.',
  a11Figures:
    'Les chiffres tirés des notes d’un jour clos, chacun d’au moins {k} navigateurs, sont anonymes et gardés pour de bon.',
  a11Answer: 'Dans votre propre navigateur, votre réponse est gardée {months} mois.',

  a12: 'Votre adresse IP et le nom de votre navigateur ne sont ni conservés ni journalisés par Askfirst, et aucun cookie n’est posé. Il n’y a pas d’identifiant : aucun champ, clé, ordre ou marque ne relie deux notes d’un même navigateur.',
  a12Except:
    'Votre adresse IP et le nom de votre navigateur ne sont ni conservés ni journalisés par Askfirst, et aucun cookie n’est posé. Il n’y a pas d’identifiant : aucun champ, clé, ordre ou marque ne relie deux notes d’un même navigateur, aux exceptions ci-dessous près.',
  a12Linked: 'Celles-ci portent un nombre au hasard qui relie les notes d’une visite, et de cette visite seulement :',
  a12Development: 'C’est un site en développement : ses rapports montrent chaque visite.',
  a12Crowd:
    'Dans les rapports, personne n’est vu seul : un nombre n’est montré que si au moins {k} navigateurs sont derrière lui, et les choses plus rares sont jointes à une plus grande.',
  a12Limits:
    'Ce qui ne peut être promis : si vous êtes le seul visiteur d’un jour, qui voit les notes de ce jour sait qu’elles sont à vous. Et qui garde en secret des copies du stockage et les compare au fil du temps peut voir dans quel ordre les notes sont venues.',

  a13Off: 'Avant votre choix, il n’y a rien à voir : rien n’est gardé.',
  a13Before:
    'Avant votre choix : oui, le bandeau énumère chaque note en attente, en mots et exactement comme elle serait envoyée, avec un bouton qui la retire.',
  a13After:
    'Ensuite : oui, sous « {choice} », votre navigateur va chercher chez {origin} ce que le stockage a de vous, note par note. Personne d’autre ne le peut, car seul votre navigateur a les nombres au hasard qui prouvent qu’une note est la sienne.',
  a13NotYet:
    'Ensuite : votre navigateur garde le nombre au hasard de chaque note qu’il a envoyée, et ce n’est qu’avec lui qu’une note peut être trouvée. Cette version n’a pas encore de bouton qui aille chercher les notes.',

  a14Source: 'Le code du site : {source}.',
  a14NoSource: '{controller} n’a pas publié le code du site.',
  a14Askfirst: 'Askfirst lui-même, aux deux bouts, est un logiciel libre sous la licence Apache-2.0.',
  a14Script: 'Le script qui tourne ici est {script}. SHA-256 de ses octets, dans la forme de {integrity} :',
  a14Rebuild:
    'Pour le reconstruire : prenez la version d’Askfirst que le site indique, lancez {commands}, et mettez le contenu de {configuration}, entre parenthèses, à la place de {placeholder}.',

  a15How:
    'Demandez-le sous « {choice} », ou par le formulaire de cette page avec le fichier de clés que vous avez gardé. Ni compte ni nom ne sont demandés : votre navigateur prouve quelles notes sont les siennes.',
  a15What:
    'Elles sont retirées aussitôt et empêchées de revenir. Vous recevez un certificat signé de ce qui a été trouvé et retiré. Les sauvegardes peuvent en contenir des copies {days} jours de plus au plus ; une sauvegarde restaurée les perd avant d’être utilisée. Les chiffres déjà tirés d’au moins {k} navigateurs restent ; ils sont anonymes.',
  a15NotYet:
    '« {reject} » sous « {choice} » : plus rien n’est collecté, et ce qui attendait dans votre navigateur est détruit. Cette version ne peut pas encore retirer des notes déjà envoyées ; vous pouvez le demander à {contact}. Comme rien de ce qui est conservé ne dit de qui est une note, {controller} ne peut pas trouver les vôtres par votre nom (RGPD, art. 11).',

  a16: 'Sous « {choice} », vous obtenez toutes les notes de votre navigateur et vos reçus, avec le sens de chaque champ, en un document. Cela prend quelques secondes, sans lettre.',
  a16NotYet:
    'Cette version n’a pas encore de bouton pour cela. Écrivez à {contact} ; on vous dira ce qui est collecté en général, et tout cela est sur cette page et dans {dictionary}.',
  a16Letter:
    'Rien de ce qui est conservé ne dit de qui est une note ; une lettre à votre nom ne peut donc être rapprochée d’aucune note, et vous n’avez pas à prouver qui vous êtes (RGPD, art. 11 et 12).',
  a16Officer: 'Délégué à la protection des données : {officer}.',
  a16Authority: 'Vous pouvez vous plaindre à l’autorité de contrôle : {authority}.',

  a17: 'Non. Le script vient de {origin} et envoie à {origin} ; votre navigateur refuse tout le reste. Aucun fournisseur n’y prend part, il n’y en a donc aucun avec qui conclure un accord. Le responsable du traitement est {controller}. Traitent aujourd’hui des données pour son compte :',
  a17Label: 'Sous-traitants d’aujourd’hui',
  a17Record:
    'De la même configuration est tiré un registre des activités de traitement (RGPD, art. 30), que tient le responsable.',
  a17Nobody: 'Personne.',
  a17Name: 'Nom',
  a17Role: 'Rôle',
  a17Country: 'Pays',
  a17Time: 'Période',
  a17Contract: 'Contrat',
  a17Since: 'du {since} à maintenant',
  a17SinceUntil: 'du {since} au {until}',
  a17ContractLink: 'contrat',
  a17NoContract: 'pas publié',

  a18Forms: 'Ce que les gens écrivent dans des formulaires n’est jamais lu : aucune mesure ne peut le contenir.',
  a18Text:
    'Contiennent du texte que les gens écrivent, et ont été approuvées pour cela : {metrics}. Aucun formulaire n’est lu de lui-même.',
  a18Elements: 'Les éléments sous {mark} sont cachés à tout observateur.',
  a18Pages: 'De même des pages entières : {pages}.',
  a18NoPages: 'Aucune page entière n’est exclue.',
  a18List:
    'Les sous-traitants sont ceux de la liste ci-dessous, passés compris. Ses changements se suivent dans {feed}.',
  a18Label: 'Sous-traitants, présents et passés',

  a19None:
    'Ce site ne sait pas qui vous êtes ni pour qui vous travaillez : il n’y a pas de connexion derrière le choix. Votre réponse dans votre navigateur est la seule qui soit, et celle de personne d’autre ne compte.',
  a19: 'Alors rien n’est collecté de vous. Une organisation ne peut dire que non pour ses gens ; vous seul pouvez dire oui, dans votre propre navigateur, et votre non l’emporte sur son oui. Vous n’avez pas à donner de raison, et les pages sont les mêmes.',
  a19Reaches:
    'Seul un oui qui vaut est gardé, sous une empreinte à clé, et votre non l’efface : qui a dit non, qui n’a jamais été interrogé et qui n’est jamais venu n’ont aucune ligne ; il n’y a donc pas de liste de ceux qui ont refusé. Chacun de vos navigateurs est interrogé pour lui-même. Tant que vous l’utilisez, il demande une fois par heure si votre oui vaut ; s’il n’en trouve pas, il s’arrête et fait effacer ce qu’il a envoyé, au plus tard quand sa deuxième heure est passée. Un refus pour ce navigateur seulement n’est dit à personne. De la participation, rien n’est montré qu’un nombre, arrondi à la dizaine inférieure ou plus, et seulement si assez de personnes ont dit oui et assez ne l’ont pas dit.',
  a19NotYet:
    'Dans cette version, votre non est gardé dans votre navigateur. Il n’atteint pas de lui-même vos autres navigateurs : répondez-y aussi.',
  a19Limits:
    'Ce qui ne peut être promis : qui exploite ce site peut savoir qui a dit oui, et qui a la main sur ses pages, ses clés ou les journaux complets d’un serveur mandataire peut découvrir ce qu’une personne a choisi.',

  a20: 'Rien. Askfirst ne rend compte à personne : ni le script ni le collecteur de {site} n’appelle qui que ce soit, et il n’y a en eux aucune adresse qu’ils pourraient appeler. Ce qui est collecté reste chez {controller}.',

  a21: 'Chaque réponse a une adresse à elle, qui ne change pas, et peut être imprimée. La page est à {page} :',

  reportVisitors: 'Visiteurs',
  reportPageViews: 'Pages vues',
  reportTopPages: 'Pages les plus vues',
};
