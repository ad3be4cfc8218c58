/** The words of the privacy page in Portuguese. Data. */

import type { PageWords } from './en.ts';

/** As in en.ts. */
export const PT: PageWords = {
  title: 'Como {controller} conta as visitas',
  developmentTitle: 'Sítio em desenvolvimento.',
  development: 'Os seus relatórios mostram cada visita de imediato.',
  noWords:
    'Esta página ainda não está escrita em «{language}». As palavras do próprio sítio aparecem como este as escreveu.',
  languages: 'Línguas',
  summary: 'As visitas só são contadas depois de um sim. Sem ele, nada sai do seu navegador.',
  summaryPurposes: 'Para quê: {titles}.',
  summaryPurposesLink: 'Porquê',
  summaryMetrics: 'O quê: tipos de notas, {count}.',
  summaryMetricsInScope: 'O quê: tipos de notas, {count}, fixados no âmbito {scope} de {date}.',
  summaryMetricsLink: 'Todos eles',
  summaryIdentity: 'Quem é: não se pergunta, não se guarda, não há identificador.',
  summaryIdentityLink: 'O que isso significa, e o que não pode significar',
  summaryPlace: 'Para onde: o servidor deste sítio e mais nenhum.',
  summaryPlaceLink: 'Onde e por quanto tempo',
  summaryChange: 'Mudar de ideias: um toque em «{choice}», em qualquer página.',
  summaryChangeLink: 'Como',
  responsible: 'Quem é responsável',
  controller: 'Responsável pelo tratamento',
  contact: 'Contacto',
  officer: 'Encarregado da proteção de dados',
  authority: 'Autoridade de controlo',
  machines: 'Para máquinas',
  machinesManifest: 'O mesmo em forma de dados: {manifest}.',
  machinesKeys: 'Chaves que assinam os recibos: {keys}.',
  machinesKeysNow: 'Chaves que assinam os recibos: {keys}, de momento {key}.',
  ledger: 'O livro de registo',
  ledgerWhat:
    'Versões publicadas, textos, chaves, os consentimentos de cada dia (como um só resumo criptográfico, que nada diz de ninguém) e o número de pedidos de cada mês são inscritos num livro em que nada pode ser mudado sem que o note quem guardou uma cabeça anterior. A cabeça mais recente, de {day}, sobre {size} entradas: {hash}. Assinada:',
  ledgerKept: 'Cada recibo e cada certificado traz a cabeça do seu tempo. As anteriores: {feed}.',
  anchorLabel: '{id}, endereço desta resposta',

  q1: 'Como digo sim ou não?',
  q2: 'Porque são recolhidos dados?',
  q3: 'Porque hei de dizer sim?',
  q4: 'O que ganha quem diz sim?',
  q5: 'Como posso participar no que é recolhido?',
  q6: 'Para onde vão os comentários?',
  q7: 'De quem se recolhem dados, e de quem nunca?',
  q8: 'O que é recolhido?',
  q9: 'Quando é recolhido?',
  q10: 'De onde é recolhido?',
  q11: 'Onde é guardado, e por quanto tempo?',
  q12: 'É anónimo? O meu endereço IP é recolhido?',
  q13: 'Posso ver o que foi recolhido de mim?',
  q14: 'Posso examinar o código?',
  q15: 'Como é tratado um pedido de apagamento (RGPD, art. 17.º)?',
  q16: 'Como é tratado um pedido de acesso (RGPD, art. 15.º)?',
  q17: 'O programa de algum fornecedor envia dados? Que acordos existem?',
  q18: 'E os dados do apoio ao cliente e os subcontratantes?',
  q19: 'A minha entidade patronal concordou. E se eu não concordar?',
  q20: 'O que recebe quem fez o programa?',
  q21: 'Onde encontro uma só resposta, para a enviar a alguém?',

  a1: 'Na primeira visita, uma faixa pergunta-lhe. «{reject}» e «{accept}» são botões do mesmo tipo, com um toque cada.',
  a1BufferIndexeddb:
    'Até escolher, a página guarda as suas notas apenas no seu navegador, no máximo 200 e durante 24 horas no máximo, e mostra-lhe cada uma quando quiser. Nada é enviado.',
  a1BufferMemory:
    'Até escolher, a página guarda as suas notas apenas na sua própria memória, e desaparecem quando a deixa. Nada é guardado no seu navegador e nada é enviado.',
  a1BufferOff: 'Até escolher, nada é anotado, guardado ou enviado.',
  a1Accept:
    'Aceitar: o que aceitou é recolhido daí em diante, com as notas que esperavam, a não ser que as tenha retirado.',
  a1Reject: 'Recusar: nada é enviado, e as notas que esperavam são destruídas.',
  a1Change:
    'Mudar de ideias, em qualquer altura: o botão «{choice}», em todas as páginas, volta a abrir a pergunta. O não é um toque, tal como o sim.',
  a1Silence: 'Não dizer nada: nada é enviado.',
  a1Months: 'Tanto o sim como o não valem {months} meses, só neste navegador; depois volta a ser-lhe perguntado.',
  a1Gpc:
    'Se o seu navegador envia Global Privacy Control, isso é um não: não vê faixa nenhuma e nada é recolhido, a não ser que depois aceite de propósito.',
  a1NoGpc: 'Este sítio não toma Global Privacy Control por um não.',
  a1Dnt: 'Do Not Track também conta como um não.',

  a2: 'Para as finalidades abaixo e para mais nada. Aceita-se por finalidades; cada coisa recolhida pertence a uma.',
  a3: 'Não precisa de razão para nenhuma das respostas, e o sítio funciona da mesma maneira. Eis para que serve cada coisa recolhida, nas palavras que foram examinadas:',
  a4: 'Nada é trocado: quem diz sim recebe as mesmas páginas que quem diz não. O que volta é um sítio consertado onde as pessoas ficam presas, como {benefits} diz de cada coisa recolhida. Dela se fazem estes relatórios; ninguém neles é visto sozinho ({anonymity}).',
  a4Label: 'Relatórios, segundo o que é recolhido',
  a4Purpose: 'Finalidade',
  a4Collected: 'Recolhido',
  a4Reports: 'Relatórios feitos com isso',
  a4None: 'ainda nenhum',

  a5: 'Nada é recolhido que não tenha sido proposto por escrito e aprovado por um curador deste sítio. Propostas, aprovações e recusas são ficheiros no repositório do próprio sítio; mostra-os {dictionary}.',
  a5Unread:
    'O que é recolhido foi proposto por escrito e aprovado por um curador deste sítio, salvo o que abaixo se diz ainda não examinado por uma pessoa. Propostas, aprovações e recusas são ficheiros no repositório do próprio sítio; mostra-os {dictionary}.',
  a5Source: 'O repositório: {source}.',
  a5Stewards: 'Curadores: {stewards}.',
  a5Dictionary: 'o dicionário',
  a5ApprovedBy: 'Aprovado por {steward}: {metrics}.',
  a5ApprovedByAuthor: 'Aprovado por {steward}, que também é o autor: {metrics}.',
  a5Bootstrap: 'Ainda não examinado por uma pessoa: {metrics}.',
  a5Issues: 'Onde cada coisa foi discutida, e onde se pode opor:',
  a5Scope:
    'O que é recolhido fica fixado em âmbitos numerados. O mais recente é o {scope}, de {date} ({kind}). Um sim a um anterior cobre só o que nele estava; sobre o que veio depois volta a ser-lhe perguntado. Cada mudança está {feed}.',
  a5NoScope: 'Ainda não foi publicado nenhum âmbito, por isso nada é recolhido.',
  a5News: 'O que pede e o anterior não pedia:',
  a5Removed: 'Retirado: {metrics}.',
  a5Feed: 'numa fonte Atom',
  kindWidening: 'pede mais',
  kindNarrowing: 'pede menos',
  kindEditorial: 'só mudaram palavras',

  a6: 'Para {controller}, {contact}.',
  a6Feedback: 'Para {feedback}, ou {controller}, {contact}.',

  a7: 'De quem: dos visitantes de {origin} que disseram sim neste navegador, para as finalidades a que disseram sim.',
  a7Never: 'Nunca de:',
  a7Unanswered: 'quem não respondeu ou disse não',
  a7Gpc: 'navegadores que enviam Global Privacy Control, a não ser que o visitante tenha aceitado sabendo-o',
  a7Dnt: 'navegadores que enviam Do Not Track, da mesma maneira',
  a7Unable: 'navegadores que não conseguem guardar uma resposta, e páginas sem ligação segura',
  a7Pages: 'estas páginas: {pages}',
  a7Elements: 'elementos que o sítio marca com {mark}',
  a7Subjects:
    'Neste sítio as pessoas iniciam sessão. A sua organização pode desligar a recolha para todas; não a pode ligar para nenhuma.',

  a8Nothing: 'De momento, nada.',
  a8Label: 'O que é recolhido',
  a8What: 'O que aconteceu',
  a8Beside: 'O que se anota ao lado',
  a8NothingMore: 'mais nada',
  a8Each:
    'Cada nota tem ainda o seu dia, um número ao acaso que só o seu navegador pode provar ser seu e, uma vez por dia para cada coisa, uma marca que diz «a primeira deste navegador hoje». {dictionary} tem todos os pormenores, com quem aprovou cada um. Antes de escolher, a faixa mostra cada nota que espera, exatamente como seria enviada.',
  a8EachHour:
    'Cada nota tem ainda o seu dia e hora, um número ao acaso que só o seu navegador pode provar ser seu e, uma vez por dia para cada coisa, uma marca que diz «a primeira deste navegador hoje». {dictionary} tem todos os pormenores, com quem aprovou cada um. Antes de escolher, a faixa mostra cada nota que espera, exatamente como seria enviada.',
  a8Dictionary: 'O dicionário',
  a8Never: 'Nunca se recolhe:',

  a9PageView: 'Quando uma página é mostrada.',
  a9VisitStart: 'Quando começa uma visita: na primeira página, ou depois de dez minutos sem atividade.',
  a9VisitPages: 'Quando uma visita chega a 2, 3, 5 e 10 páginas.',
  a9VisitSeconds: 'Quando uma visita durou 10, 30, 60, 180 e 600 segundos.',
  a9VisitDay: 'Uma vez por dia, na primeira página.',
  a9: 'Antes de aceitar, nada é enviado. Depois, as notas são enviadas em cerca de um segundo enquanto a página está aberta, poucas de cada vez; o que não pôde ser enviado espera no seu navegador três dias no máximo.',
  a9Day: 'Uma nota diz o dia, não a hora.',
  a9Hour: 'Uma nota diz a hora e o dia.',

  a10: 'Das páginas de {origin} que trazem o programa {script}, e enviado de volta só para {site}. O seu navegador obriga a isso: o programa não pode enviar para outro endereço.',
  a10Ignored: 'Nada é anotado nestas páginas:',
  a10Paths:
    'De um endereço só se guarda o caminho, sem consulta nem fragmento; as partes que parecem identificadores passam a {identifier}.',
  a10Templates: 'Estas formas valem por todas as suas páginas:',

  a11Place: 'No servidor do próprio sítio: {place}.',
  a11NoPlace: 'No servidor do próprio sítio; {controller} não disse onde está.',
  a11Backups: 'As cópias de segurança são guardadas {days} dias no máximo.',
  a11Tables: '{tables}, com linhas inventadas, são públicas.',
  a11TablesLink: 'As tabelas reais do armazém',
  a11Label: 'Por quanto tempo',
  a11Collected: 'Recolhido',
  a11Kept: 'Uma nota é guardada',
  a11Until: 'Recolhido até',
  a11Days: '{days} dias',
  a11NoEnd: 'sem fim marcado',
  a11NoRetention: 'Esta versão ainda não retira notas por si quando esse tempo acaba; tem de o fazer {controller}.',
  a11Development:
    'Este é um sítio em desenvolvimento; os seus números são calculados de novo a cada vez e não são guardados.',
  a11Figures:
    'Os números feitos com as notas de um dia fechado, cada um de pelo menos {k} navegadores, são anónimos e guardam-se para sempre.',
  a11Answer: 'No seu próprio navegador, a sua resposta é guardada {months} meses.',

  a12: 'O seu endereço IP e o nome do seu navegador não são guardados nem registados pelo Askfirst, e não é posto nenhum cookie. Não há identificador: nenhum campo, chave, ordem ou marca junta duas notas de um mesmo navegador.',
  a12Except:
    'O seu endereço IP e o nome do seu navegador não são guardados nem registados pelo Askfirst, e não é posto nenhum cookie. Não há identificador: nenhum campo, chave, ordem ou marca junta duas notas de um mesmo navegador, com as exceções abaixo.',
  a12Linked: 'Estas levam um número ao acaso que junta as notas de uma visita, e só dessa visita:',
  a12Development: 'Este é um sítio em desenvolvimento: os seus relatórios mostram cada visita.',
  a12Crowd:
    'Nos relatórios ninguém é visto sozinho: um número só é mostrado se houver pelo menos {k} navegadores por trás dele, e as coisas mais raras são juntas a uma maior.',
  a12Limits:
    'O que não se pode prometer: se for o único visitante de um dia, quem vir as notas desse dia sabe que são suas. E quem guardar em segredo cópias do armazém e as comparar ao longo do tempo pode ver por que ordem chegaram as notas.',

  a13Off: 'Antes de escolher não há nada para ver: nada é guardado.',
  a13Before:
    'Antes de escolher: sim, a faixa mostra cada nota que espera, por palavras e exatamente como seria enviada, com um botão que a retira.',
  a13After:
    'Depois: sim, em «{choice}» o seu navegador vai buscar a {origin} o que o armazém tem de seu, nota a nota. Mais ninguém pode, porque só o seu navegador tem os números ao acaso que provam que uma nota é sua.',
  a13NotYet:
    'Depois: o seu navegador guarda o número ao acaso de cada nota que enviou, e só com ele se pode encontrar uma nota. Esta versão ainda não tem um botão que vá buscar as notas.',

  a14Source: 'O código do sítio: {source}.',
  a14NoSource: '{controller} não publicou o código do sítio.',
  a14Askfirst: 'O próprio Askfirst, nas duas pontas, é software livre sob a licença Apache-2.0.',
  a14Script: 'O programa que corre aqui é {script}. SHA-256 dos seus bytes, na forma de {integrity}:',
  a14Rebuild:
    'Para o reconstruir: tome a versão do Askfirst que o sítio indica, corra {commands}, e ponha o conteúdo de {configuration}, entre parênteses, no lugar de {placeholder}.',

  a15How:
    'Peça-o em «{choice}», ou use o formulário desta página com o ficheiro de chaves que guardou. Não se pede conta nem nome: o seu navegador prova quais são as suas notas.',
  a15What:
    'São retiradas logo e impedidas de voltar. Recebe um certificado assinado do que foi encontrado e retirado. As cópias de segurança podem conter cópias mais {days} dias no máximo; uma cópia que seja reposta perde-as antes de ser usada. Os números já feitos com pelo menos {k} navegadores ficam; são anónimos.',
  a15NotYet:
    '«{reject}» em «{choice}»: nada mais é recolhido, e o que esperava no seu navegador é destruído. Esta versão ainda não pode retirar notas enviadas antes; pode pedi-lo a {contact}. Como nada do que está guardado diz de quem é uma nota, {controller} não pode encontrar as suas pelo seu nome (RGPD, art. 11.º).',

  a16: 'Em «{choice}» recebe todas as notas do seu navegador e os seus recibos, com o significado de cada campo, num só documento. Demora segundos e não precisa de carta.',
  a16NotYet:
    'Esta versão ainda não tem um botão para isso. Escreva a {contact}; dir-lhe-ão o que é recolhido em geral, e está tudo nesta página e em {dictionary}.',
  a16Letter:
    'Nada do que está guardado diz de quem é uma nota; por isso uma carta com o seu nome não pode ser ligada a notas, e não precisa de provar quem é (RGPD, art. 11.º e 12.º).',
  a16Officer: 'Encarregado da proteção de dados: {officer}.',
  a16Authority: 'Pode apresentar queixa à autoridade de controlo: {authority}.',

  a17: 'Não. O programa vem de {origin} e envia para {origin}; o seu navegador recusa o resto. Não participa nenhum fornecedor, por isso não há com quem ter um acordo. O responsável pelo tratamento é {controller}. Hoje tratam dados por sua conta:',
  a17Label: 'Subcontratantes de hoje',
  a17Record:
    'Da mesma configuração se faz um registo das atividades de tratamento (RGPD, art. 30.º), que o responsável guarda.',
  a17Nobody: 'Ninguém.',
  a17Name: 'Nome',
  a17Role: 'Função',
  a17Country: 'País',
  a17Time: 'Tempo',
  a17Contract: 'Contrato',
  a17Since: 'de {since} até agora',
  a17SinceUntil: 'de {since} a {until}',
  a17ContractLink: 'contrato',
  a17NoContract: 'não publicado',

  a18Forms: 'O que as pessoas escrevem em formulários nunca é lido: nenhuma métrica o pode conter.',
  a18Text:
    'Contêm texto que as pessoas escrevem, e para isso foram aprovadas: {metrics}. Nenhum formulário é lido por si.',
  a18Elements: 'Os elementos sob {mark} ficam escondidos de todos os observadores.',
  a18Pages: 'Também ficam de fora páginas inteiras: {pages}.',
  a18NoPages: 'Não há páginas inteiras excluídas.',
  a18List: 'Os subcontratantes são os da lista abaixo, incluindo os passados. As mudanças podem ser seguidas {feed}.',
  a18Label: 'Subcontratantes, presentes e passados',

  a19None:
    'Este sítio não sabe quem é nem para quem trabalha: não há início de sessão por trás da escolha. A sua resposta no seu navegador é a única que há, e a de mais ninguém conta.',
  a19: 'Então nada é recolhido de si. Uma organização só pode dizer não pelas suas pessoas; só cada uma pode dizer sim, no seu próprio navegador, e o seu não vence o sim dela. Não precisa de dar razão, e as páginas são as mesmas.',
  a19Reaches:
    'Só se guarda um sim que vale, sob um resumo com chave, e o seu não apaga-o: quem disse não, quem nunca foi perguntado e quem nunca veio não têm linha nenhuma; por isso não há lista de quem recusou. Cada um dos seus navegadores pergunta por si. Enquanto o usa, ele pergunta uma vez por hora se o seu sim vale; se não encontra nenhum, para e manda apagar o que enviou, o mais tardar quando passa a sua segunda hora. De uma recusa só para este navegador ninguém fica a saber. De quem participa nada se mostra além de um número, arredondado para baixo às dezenas ou mais, e só se pessoas suficientes disseram sim e suficientes não.',
  a19NotYet:
    'Nesta versão o seu não fica no seu navegador. Não chega por si aos seus outros navegadores: responda também neles.',
  a19Limits:
    'O que não se pode prometer: quem gere este sítio pode saber quem disse sim, e quem controla as suas páginas, as suas chaves ou os registos completos de um servidor intermédio pode descobrir o que uma pessoa escolheu.',

  a20: 'Nada. O Askfirst não comunica com ninguém: nem o programa nem o coletor de {site} ligam para casa, e não há neles endereço para onde o pudessem fazer. O que é recolhido fica com {controller}.',

  a21: 'Cada resposta tem um endereço próprio que não muda e pode ser impressa. A página está em {page}:',

  reportVisitors: 'Visitantes',
  reportPageViews: 'Páginas vistas',
  reportTopPages: 'Páginas mais vistas',
};
